import { EventStreamParser, type ServerSentEvent } from '@eventwire/parser'
import type { Clock } from './clock.ts'
import { describe } from './describe.ts'
import { failed, timedOut, type Failure } from './failure.ts'
import { parseChunk } from './parse-chunk.ts'
import { Watchdog } from './watchdog.ts'

/** The events that one chunk completed. */
export interface Batch {
  readonly type: 'batch'
  readonly events: readonly ServerSentEvent[]
}

export interface EventReaderOptions {
  /** Where the stream begins. */
  readonly lastEventId: string
  readonly maxEventBytes?: number | undefined
  readonly onComment?: ((text: string) => void) | undefined
  readonly clock: Clock
  readonly timeouts: { readonly idle: number; readonly signOfLife: 'bytes' | 'comments' | 'events' }
}

/** The body of one response, read as events, a chunk at a time and only when asked. */
export class EventReader {
  readonly #body: ReadableStreamDefaultReader<Uint8Array>
  readonly #options: EventReaderOptions
  readonly #parser: EventStreamParser
  /** Counts while a read is pending. */
  readonly #watchdog: Watchdog
  #hasComment = false
  #failure: Failure | undefined

  constructor(body: ReadableStreamDefaultReader<Uint8Array>, options: EventReaderOptions) {
    const { clock, timeouts, onComment } = options
    this.#body = body
    this.#options = options
    this.#watchdog = new Watchdog(clock, timeouts.idle, (slept) => {
      void this.stop(timedOut('timeouts.idle', timeouts.idle, slept))
    })
    const note = (text: string): void => {
      this.#hasComment = true
      onComment?.(text)
    }
    // A parser that nobody listens to does not keep the text of comments.
    this.#parser = new EventStreamParser({
      lastEventId: options.lastEventId,
      maxEventBytes: options.maxEventBytes,
      onComment: timeouts.signOfLife === 'comments' ? note : onComment,
    })
  }

  /** Of the blocks read so far, those without data included. */
  get lastEventId(): string {
    return this.#parser.lastEventId
  }

  /** Whether the blocks read so far have brought another id than the stream began with. */
  get hasMoved(): boolean {
    return this.#parser.lastEventId !== this.#options.lastEventId
  }

  /** Of the `retry:` lines read so far, in ms; `undefined` if there was none. */
  get reconnectionTime(): number | undefined {
    return this.#parser.reconnectionTime
  }

  /** The next chunk, for `accept`; rejects when the body breaks off, for `breakOff`. */
  request(): Promise<ReadableStreamReadResult<Uint8Array>> {
    if (this.#failure) return Promise.resolve({ done: true, value: undefined })
    this.#watchdog.start()
    return this.#body.read()
  }

  /** The events of a chunk, or why there are none. */
  accept({ done, value }: ReadableStreamReadResult<Uint8Array>): Batch | Failure {
    if (this.#failure) return this.#failure
    return done ? this.#fail(failed('stream-ended', 'The server ended the stream', true)) : this.#parse(value)
  }

  breakOff(cause: unknown): Failure {
    return this.#fail(failed('network-error', `The stream broke off: ${describe(cause)}`, true, { cause }))
  }

  /** Reads no more: a read that is pending, or comes next, fails in this way. Resolves when the source is told. */
  async stop(failure?: Failure): Promise<void> {
    this.#watchdog.stop()
    this.#failure ??= failure
    // A body that has broken off rejects: it is over all the same.
    await this.#body.cancel().catch(() => undefined)
  }

  #fail(failure: Failure): Failure {
    this.#watchdog.stop()
    this.#failure ??= failure
    return this.#failure
  }

  #parse(chunk: Uint8Array): Batch {
    this.#hasComment = false
    const { events, failure } = parseChunk(this.#parser, chunk)
    const { signOfLife } = this.#options.timeouts
    if (failure) this.#fail(failure)
    else this.#watchdog.pause(signOfLife === 'bytes' || this.#hasComment || events.length > 0)
    return { type: 'batch', events }
  }
}
