import { parseReference, type ParsedEvent, type ParsedStream } from './reference.ts'

/** Reads an event stream over `fetch`, as far as a check wants. */
export class EventReader implements AsyncDisposable {
  readonly response: Response
  readonly #abort: AbortController
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  #bytes = new Uint8Array()

  private constructor(response: Response, abort: AbortController) {
    this.response = response
    this.#abort = abort
    this.#reader = response.body?.getReader()
  }

  static async open(url: string, init: RequestInit = {}): Promise<EventReader> {
    const abort = new AbortController()
    const headers = new Headers(init.headers)
    if (!headers.has('accept')) headers.set('accept', 'text/event-stream')
    return new EventReader(await fetch(url, { ...init, headers, signal: abort.signal }), abort)
  }

  /** What came so far. */
  get stream(): ParsedStream {
    return parseReference(this.#bytes)
  }

  get events(): readonly ParsedEvent[] {
    return this.stream.events
  }

  /** Reads until what came is enough. */
  async until(enough: (stream: ParsedStream) => boolean): Promise<ParsedStream> {
    while (!enough(this.stream)) {
      if (!(await this.#more())) throw new Error(`The stream ended with ${JSON.stringify(this.events.slice(-3))}`)
    }
    return this.stream
  }

  /** Reads until so many events came. */
  async take(count: number): Promise<readonly ParsedEvent[]> {
    return (await this.until(({ events }) => events.length >= count)).events
  }

  /** Reads until the stream has told a place: from then on nothing is missed. */
  async begun(): Promise<string> {
    return (await this.until(({ lastEventId }) => lastEventId !== '')).lastEventId
  }

  /** Reads until the stream ends. @throws if it breaks off. */
  async toEnd(): Promise<readonly ParsedEvent[]> {
    while (await this.#more());
    return this.events
  }

  /** Leaves. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort()
    // Whoever has left need not know how the stream ended.
    await this.#reader?.closed.catch(() => undefined)
  }

  async #more(): Promise<boolean> {
    const { done, value } = (await this.#reader?.read()) ?? { done: true }
    if (done || !value) return false
    const bytes = new Uint8Array(this.#bytes.length + value.length)
    bytes.set(this.#bytes)
    bytes.set(value, this.#bytes.length)
    this.#bytes = bytes
    return true
  }
}
