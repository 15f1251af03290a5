/**
 * How a {@link FaultyFetch} answers one request: with a response, of which everything has a default, that goes wrong in
 * a chosen way at a chosen byte.
 */
export interface FaultyAnswer {
  /** @default 200 */
  readonly status?: number
  /** @default { 'content-type': 'text/event-stream' } */
  readonly headers?: Readonly<Record<string, string>>
  /** Text is sent as UTF-8. @default '' */
  readonly body?: string | Uint8Array
  /** The body comes in chunks of so many bytes. @default one chunk */
  readonly chunkBytes?: number
  /** How many bytes of the body come before `fault` strikes. @default all */
  readonly faultAt?: number
  /**
   * - `'end'`: the body ends, as if it were complete.
   * - `'drop'`: the body breaks off with an error, as when the network is lost.
   * - `'stall'`: the body goes silent, until the reader gives up.
   * - `'refuse'`: there is no response but an error, as when nobody listens.
   * - `'hang'`: there is no response, until the caller gives up.
   *
   * @default 'end'
   */
  readonly fault?: 'end' | 'drop' | 'stall' | 'refuse' | 'hang'
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
export function faultyFetch(script: readonly FaultyAnswer[] | ((request: FaultyRequest) => FaultyAnswer)): FaultyFetch {
  const exchanges: FaultyExchange[] = []
  const answerTo = (request: FaultyRequest): FaultyAnswer => {
    return typeof script === 'function' ? script(request) : (script[request.number - 1] ?? { fault: 'refuse' })
  }
  const fetch = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const exchange = new FaultyExchange(exchanges.length + 1, input, init)
    exchanges.push(exchange)
    return exchange.answer(answerTo(exchange))
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

  constructor(number: number, input: string | URL | Request, init: RequestInit) {
    const request = input instanceof Request ? input : undefined
    this.number = number
    this.url = request?.url ?? String(input)
    this.method = init.method ?? request?.method ?? 'GET'
    this.headers = new Headers(init.headers ?? request?.headers)
    this.body = init.body ?? request?.body
    this.#signal = init.signal ?? request?.signal ?? new AbortController().signal
  }

  get lastEventId(): string {
    const bytes = this.headers.get('last-event-id') ?? ''
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
  }

  get isActive(): boolean {
    return this.state === 'pending' || this.state === 'streaming'
  }

  async answer(answer: FaultyAnswer): Promise<Response> {
    const { status = 200, headers = { 'content-type': 'text/event-stream' }, fault } = answer
    if (fault === 'hang') await new Promise<void>((resolve) => this.#whenAborted(resolve))
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

  #stream({ body = '', chunkBytes, faultAt, fault = 'end' }: FaultyAnswer): ReadableStream<Uint8Array> {
    const bytes = (typeof body === 'string' ? new TextEncoder().encode(body) : body).slice(0, faultAt)
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#whenAborted(() => {
            if (!this.isActive) return
            this.state = 'cancelled'
            controller.error(this.#signal.reason)
          })
        },
        pull: (controller) => {
          if (this.bytesRead < bytes.length) {
            const chunk = bytes.slice(this.bytesRead, this.bytesRead + (chunkBytes ?? bytes.length))
            this.bytesRead += chunk.length
            controller.enqueue(chunk)
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
        },
      },
      { highWaterMark: 0 },
    )
  }

  #whenAborted(callback: () => void): void {
    if (this.#signal.aborted) callback()
    else this.#signal.addEventListener('abort', callback, { once: true })
  }
}
