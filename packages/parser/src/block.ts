import { EventStreamError } from './errors.ts'
import type { ServerSentEvent } from './event.ts'
import { Fragments } from './fragments.ts'
import type { ResolvedOptions } from './options.ts'

const FIELDS: readonly string[] = ['data', 'event', 'id', 'retry']

/**
 * What the fields of a block mean (HTML §9.2.6), and the state between them. The rules stand here only; how lines are
 * found is the caller's business, who says for each line: {@link open}, {@link keep} for every part of the value that
 * is to be kept, {@link process}; and for each empty line {@link dispatch}.
 *
 * A comment is taken as what it looks like, a field without a name.
 */
export class EventBlock {
  lastEventId: string
  reconnectionTime: number | undefined
  readonly #maxEventBytes: number
  readonly #onComment: ((text: string) => void) | undefined
  #completed: ServerSentEvent[] = []
  #idBuffer: string
  #type = ''
  readonly #data = new Fragments()
  #hasData = false
  #bytes = 0
  #commentBytes = 0

  constructor({ lastEventId, maxEventBytes, onComment }: ResolvedOptions) {
    this.lastEventId = lastEventId
    this.#idBuffer = lastEventId
    this.#maxEventBytes = maxEventBytes
    this.#onComment = onComment
  }

  /** The events dispatched since the last call. */
  takeCompleted(): ServerSentEvent[] {
    const completed = this.#completed
    this.#completed = []
    return completed
  }

  /** A line's name is known. Answers whether its value matters. */
  open(name: string): boolean {
    if (name === '') {
      this.#commentBytes = 0
      return this.#onComment !== undefined
    }
    // The line feed that will join this line to the one before.
    if (name === 'data' && this.#hasData) this.#count(1)
    return FIELDS.includes(name)
  }

  /**
   * That many bytes of the open line's value are about to be kept. Answers whether to go on: a comment that is too long
   * is let go, since listening to comments must not change what becomes of the stream.
   */
  keep(name: string, bytes: number): boolean {
    if (name === '') {
      this.#commentBytes += bytes
      return this.#commentBytes <= this.#maxEventBytes
    }
    this.#count(bytes)
    return true
  }

  /** A line has ended. */
  process(name: string, value: string): void {
    switch (name) {
      case '':
        this.#onComment?.(value)
        break
      case 'data':
        // §9.2.6 ends every line with a line feed and takes the last one off again; that comes to the same.
        if (this.#hasData) this.#data.add('\n')
        this.#data.add(value)
        this.#hasData = true
        break
      case 'event':
        this.#type = value
        break
      case 'id':
        // §9.2.6: an id with U+0000 in it is ignored, and so the one before it stays.
        if (!value.includes('\0')) this.#idBuffer = value
        break
      case 'retry':
        // §9.2.6: ASCII digits only, and in force from here on, not from the end of the block.
        if (/^[0-9]+$/.test(value)) this.reconnectionTime = Number(value)
        break
    }
  }

  /** The empty line, §9.2.6 "dispatch the event". The id counts even where there is no data to dispatch. */
  dispatch(): void {
    this.lastEventId = this.#idBuffer
    if (this.#hasData) {
      const data = this.#data.take()
      this.#completed.push({ type: this.#type || 'message', data, lastEventId: this.lastEventId })
    }
    this.#hasData = false
    this.#type = ''
    this.#bytes = 0
  }

  #count(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes <= this.#maxEventBytes) return
    const message = `An event takes more than ${this.#maxEventBytes} bytes (maxEventBytes)`
    throw new EventStreamError('event-too-large', message, this.takeCompleted())
  }
}

/** Whether a line that begins like this, and has no colon yet, may still be that of a field. */
export function beginsField(start: string): boolean {
  return FIELDS.some((field) => field.startsWith(start))
}
