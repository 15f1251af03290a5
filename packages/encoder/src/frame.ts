import { checkedId, checkedRetry, checkedString, checkedType, wrongType } from './fields.ts'
import { joinLines } from './lines.ts'

/**
 * Checks `event` and gives `join` the two parts of its frame: all up to the data, and the lines of the data. After them
 * comes nothing but an empty line. In two parts, since a text that is put together costs its reader time.
 */
export function frameOf<Frame>(event: unknown, join: (head: string, lines: string) => Frame): Frame {
  if (!event || typeof event !== 'object') throw wrongType('event', 'an object', event)
  // Each is read once, since a getter could answer the check and the frame differently.
  const { type, data, id, retry }: Fields = event
  if (type === undefined && 'event' in event) {
    throw new TypeError('event sets "event": call it type')
  }

  // A line's end is written with the name that follows it: one piece less for each field.
  let head = ''
  if (type !== undefined && type !== '') head = `event: ${checkedType(type)}`
  if (id !== undefined) head = (head ? head + '\nid: ' : 'id: ') + checkedId(id)
  if (retry !== undefined) head = (head ? head + '\nretry: ' : 'retry: ') + checkedRetry(retry)
  if (data !== undefined) {
    return join(head ? head + '\ndata: ' : 'data: ', joinLines(checkedString('data', data), '\ndata: '))
  }
  if (!head) throw new TypeError('event sets none of type, data, id and retry')
  return join(head, '')
}

/** The parts of a frame as the text that it is. */
export function asText(head: string, lines: string): string {
  return `${head}${lines}\n\n`
}

/** What an event may hold before it is checked. */
interface Fields {
  readonly type?: unknown
  readonly data?: unknown
  readonly id?: unknown
  readonly retry?: unknown
}
