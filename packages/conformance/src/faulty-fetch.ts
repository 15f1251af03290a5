import { headerBytes } from './header-bytes.ts'
import { chunksOf, takesTime, type FaultyAnswer } from './faulty-answer.ts'
export type { FaultyAnswer } from './faulty-answer.ts'

/** What a {@link FaultyFetch} needs of a clock for answers that take time: a `FakeClock` has it. */
export interface AnswerClock {
  now(): number
  setTimeout(callback: () => void, milliseconds: number): unknown
  clearTimeout(timer: unknown): void
}

/** A request that a {@link FaultyFetch} got, and what became of it. */
export interface FaultyRequest {
  /** Counted from 1. */
  readonly number: number
  readonly url: string
  readonly method: string
  readonly headers: Headers
  /** The `Last-Event-ID` header as a server reads it: its bytes as UTF-8. `''` without one. */
  readonly lastEventId: string
  readonly body: unknown
  /**
   * `'pending'`: not answered yet. `'streaming'`: the body is under way. Then one of: `'ended'`, `'dropped'` (also when
   * refused), `'cancelled'` (by the reader, or by the request's signal).
   */
  readonly state: 'pending' | 'streaming' | 'ended' | 'dropped' | 'cancelled'
  /** How many bytes of the body were taken. None is sent before it is asked for. */
  readonly bytesRead: number
}

/** Stands in for `fetch` and remembers what it was asked. */
export interface FaultyFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>
  readonly requests: readonly FaultyRequest[]
  /** How many requests are pending or streaming. */
  readonly active: number
}

/**
 * A `fetch` without a network, for tests of what a client does when things go wrong.
 *
 * @param script The answers, one for each request in turn (and a refusal for every request after the last), or a
 * function that answers each request as a server would.
 * @param clock Needed if an answer takes time.
 * @throws TypeError if an answer takes time and there is no clock: at once, or from the call that it answers.
 *
 * @example
 * ```ts
 * const fetch = faultyFetch([
 *   { body: 'id: 1\ndata: a\n\ndata: never comp', fault: 'drop' }, // lost within an event
 *   { status: 503, headers: { 'retry-after': '2' } },
 *   { body: 'id: 2\ndata: b\n\n', chunkBytes: 1 },
 *   { status: 204 },
 * ])
 * const connection = connect('http://test/', { fetch, clock })
 * // … and then:
 * fetch.requests.map(({ lastEventId }) => lastEventId) // ['', '1', '1', '2']
 * ```
 */
export function faultyFetch(
  script: readonly FaultyAnswer[] | ((request: FaultyRequest) => FaultyAnswer),
  clock?: AnswerClock,
): FaultyFetch {
  const exchanges: FaultyExchange[] = []
  const assertClock = (answer: FaultyAnswer): void => {
    if (!clock && takesTime(answer)) throw new TypeError('an answer takes time: give faultyFetch a clock')
  }
  if (typeof script !== 'function') script.forEach(assertClock)
  const answerTo = (request: FaultyRequest): FaultyAnswer => {
    return typeof script === 'function' ? script(request) : (script[request.number - 1] ?? { fault: 'refuse' })
  }
  const fetch = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const exchange = new FaultyExchange(exchanges.length + 1, input, init, clock)
    exchanges.push(exchange)
    const answer = answerTo(exchange)
    assertClock(answer)
    return exchange.answer(answer)
  }
  return Object.defineProperties(fetch, {
    requests: { get: () => exchanges },
    active: { get: () => exchanges.filter(({ isActive }) => isActive).length },
  }) as FaultyFetch
}

class FaultyExchange implements FaultyRequest {
  readonly number: number
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: unknown
  state: FaultyRequest['state'] = 'pending'
  bytesRead = 0
  readonly #signal: AbortSignal
  readonly #clock: AnswerClock | undefined
  /** Aborts when the caller or the reader gives up. */
  readonly #left = new AbortController()
  /** When the response began. */
  #began = 0

  constructor(number: number, input: string | URL | Request, init: RequestInit, clock: AnswerClock | undefined) {
    const request = input instanceof Request ? input : undefined
    this.number = number
    this.url = request?.url ?? String(input)
    this.method = init.method ?? request?.method ?? 'GET'
    this.headers = new Headers(init.headers ?? request?.headers)
    this.body = init.body ?? request?.body
    this.#signal = init.signal ?? request?.signal ?? new AbortController().signal
    this.#clock = clock
    if (this.#signal.aborted) this.#left.abort()
    else this.#signal.addEventListener('abort', () => this.#left.abort(), { once: true })
  }

  get lastEventId(): string {
    const bytes = headerBytes(this.headers.get('last-event-id') ?? '')
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  }

  get isActive(): boolean {
    return this.state === 'pending' || this.state === 'streaming'
  }

  async answer(answer: FaultyAnswer): Promise<Response> {
    const { status = 200, headers = { 'content-type': 'text/event-stream' }, fault, delay = 0 } = answer
    this.#began = (this.#clock?.now() ?? 0) + delay
    await this.#until(0)
    if (fault === 'hang') await new Promise<void>((resolve) => this.#whenLeft(resolve))
    if (this.#signal.aborted) {
      this.state = 'cancelled'
      throw this.#signal.reason
    }
    if (fault === 'refuse') {
      this.state = 'dropped'
      throw new TypeError('fetch failed', { cause: new Error('connection refused') })
    }
    // Fetch §2.2.6: these have no body, not even an empty one.
    const isBodiless = [204, 205, 304].includes(status)
    this.state = isBodiless ? 'ended' : 'streaming'
    return new Response(isBodiless ? null : this.#stream(answer), { status, headers })
  }

  #stream(answer: FaultyAnswer): ReadableStream<Uint8Array> {
    const { fault = 'end', faultAfter = 0 } = answer
    const chunks = chunksOf(answer).values()
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#whenLeft(() => {
            if (!this.isActive) return
            this.state = 'cancelled'
            controller.error(this.#signal.reason)
          })
        },
        pull: async (controller) => {
          const { value: chunk } = chunks.next()
          await this.#until(chunk?.at ?? faultAfter)
          if (!this.isActive) return
          if (chunk) {
            this.bytesRead += chunk.bytes.length
            controller.enqueue(chunk.bytes)
          } else if (fault === 'drop') {
            this.state = 'dropped'
            controller.error(new TypeError('terminated', { cause: new Error('connection reset') }))
          } else if (fault === 'end') {
            this.state = 'ended'
            controller.close()
          }
          // And nothing at all for a stall: the reader waits.
        },
        cancel: () => {
          this.state = 'cancelled'
          this.#left.abort()
        },
      },
      { highWaterMark: 0 },
    )
  }

  /** Waits until so many milliseconds after the response began, or until the request is given up. */
  async #until(time: number): Promise<void> {
    const clock = this.#clock
    const wait = clock ? this.#began + time - clock.now() : 0
    if (!clock || wait <= 0) return
    await new Promise<void>((resolve) => {
      const timer = clock.setTimeout(resolve, wait)
      this.#whenLeft(() => {
        clock.clearTimeout(timer)
        resolve()
      })
    })
  }

  #whenLeft(callback: () => void): void {
    const { signal } = this.#left
    if (signal.aborted) callback()
    else signal.addEventListener('abort', callback, { once: true })
  }
}
