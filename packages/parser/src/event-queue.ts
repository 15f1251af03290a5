import type { ServerSentEvent } from './event.ts'

/**
 * The readable side of an `EventStreamDecoderStream`: events that wait to be read, and after them an error or the end.
 *
 * It needs a stream with a high-water mark of 0, which calls `pull` if and only if a read waits and no event is left.
 */
export class EventQueue implements UnderlyingDefaultSource<ServerSentEvent> {
  readonly #onCancel: (reason: unknown) => void
  /** None before the start and after a cancel. */
  #controller: ReadableStreamDefaultController<ServerSentEvent> | undefined
  /** Events were put, and nobody has asked for more since. */
  #full = false
  #failure: { readonly reason: unknown } | undefined
  #release: (() => void) | undefined

  constructor(onCancel: (reason: unknown) => void) {
    this.#onCancel = onCancel
  }

  start(controller: ReadableStreamDefaultController<ServerSentEvent>): void {
    this.#controller = controller
  }

  pull(): void {
    this.#full = false
    if (this.#failure !== undefined) this.fail(this.#failure.reason)
    this.release()
  }

  cancel(reason: unknown): void {
    this.#controller = undefined
    this.#onCancel(reason)
    this.release()
  }

  put(events: readonly ServerSentEvent[]): void {
    for (const event of events) {
      // Before the event, since `pull` may be called while it is put.
      this.#full = true
      this.#controller?.enqueue(event)
    }
  }

  /** Settles when somebody asks for more than was put; at once if nothing is left. */
  async drained(): Promise<void> {
    if (!this.#full || this.#controller === undefined) return
    await new Promise<void>((resolve) => {
      this.#release = resolve
    })
  }

  /** Lets go of who waits in `drained`. */
  release(): void {
    this.#release?.()
  }

  /** Ends the stream by an error, after the events: told at once, the stream would drop them. */
  fail(reason: unknown): void {
    if (this.#full) this.#failure = { reason }
    else this.#controller?.error(reason)
  }

  /** Ends the stream, after the events. */
  close(): void {
    this.#controller?.close()
  }
}
