import { EventStreamError, EventStreamParser, type ParserOptions, type ServerSentEvent } from '@eventwire/parser'
import type { Failure } from './failure.ts'

/** The events that one chunk completed. */
export interface Batch {
  readonly type: 'batch'
  readonly events: readonly ServerSentEvent[]
}

/** The body of one response, read as events, a chunk at a time and only when asked. */
export class EventReader {
  readonly #body: ReadableStreamDefaultReader<Uint8Array>
  readonly #parser: EventStreamParser
  #failure: Failure | undefined

  constructor(body: ReadableStreamDefaultReader<Uint8Array>, options: ParserOptions) {
    this.#body = body
    this.#parser = new EventStreamParser(options)
  }

  /** Of the blocks read so far, those without data included. */
  get lastEventId(): string {
    return this.#parser.lastEventId
  }

  /** Of the `retry:` lines read so far, in ms; `undefined` if there was none. */
  get reconnectionTime(): number | undefined {
    return this.#parser.reconnectionTime
  }

  /** The events of the next chunk, or why there is none. Never rejects. */
  async read(): Promise<Batch | Failure> {
    if (this.#failure) return this.#failure
    try {
      const { done, value } = await this.#body.read()
      if (!done) return this.#parse(value)
      return { type: 'failed', code: 'stream-ended', message: 'The server ended the stream', mayRetry: true }
    } catch (cause) {
      return { type: 'failed', code: 'network-error', message: `The stream broke off: ${cause}`, mayRetry: true, cause }
    }
  }

  #parse(chunk: Uint8Array): Batch {
    try {
      return { type: 'batch', events: this.#parser.push(chunk) }
    } catch (cause) {
      // The server would send the same again, so that there is no use in another attempt.
      const isTooLarge = cause instanceof EventStreamError
      const code = isTooLarge ? 'event-too-large' : 'not-an-event-stream'
      this.#failure = { type: 'failed', code, message: `The stream cannot be read: ${cause}`, mayRetry: false, cause }
      return { type: 'batch', events: isTooLarge ? cause.events : [] }
    }
  }
}
