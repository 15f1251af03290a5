import { LogError, type Entry, type EntryInit } from '@eventwire/server'
import { markAt } from './position.ts'

/** All of an entry but its data, as Redis keeps it: JSON of channel, type and meta, as short as it can be. */
export type Label = readonly [channel: string, type?: string | null, meta?: Readonly<Record<string, string>>]

export function entryLabel({ channel, type, meta }: EntryInit): string {
  if (meta) return JSON.stringify([channel, type ?? null, meta])
  return JSON.stringify(type === undefined ? [channel] : [channel, type])
}

/** Entries from what a stream holds: `[[id, ['h', 'tag time label', 'd', data]], …]`. */
export function entriesOfRange(epoch: string, range: readonly unknown[]): readonly Entry[] {
  // Most have the label of the one before.
  let text = ''
  let label: LabelFields = { channel: '' }
  return range.map((raw) => {
    const [id, fields] = raw as readonly [string, readonly string[]]
    const [, head = '', , data] = fields
    const tagEnd = head.indexOf(' ')
    const timeEnd = head.indexOf(' ', tagEnd + 1)
    if (data === undefined || tagEnd < 0 || timeEnd < 0) {
      throw new LogError(
        'damaged',
        `The entry ${id} of a log in Redis is none: ${JSON.stringify(fields).slice(0, 200)}`,
      )
    }
    if (text.length !== head.length - timeEnd - 1 || !head.endsWith(text)) {
      text = head.slice(timeEnd + 1)
      label = labelled(JSON.parse(text) as Label)
    }
    const { seq, position } = markAt(epoch, Number.parseInt(id, 10), head.slice(0, tagEnd))
    return { seq, position, ...label, data, time: Number(head.slice(tagEnd + 1, timeEnd)) }
  })
}

type LabelFields = Pick<Entry, 'channel' | 'type' | 'meta'>

export function labelled([channel, type, meta]: Label): LabelFields {
  return { channel, ...(typeof type === 'string' && { type }), ...(meta && { meta }) }
}
