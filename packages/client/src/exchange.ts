import { readExcerpt } from './excerpt.ts'
import type { Failure } from './failure.ts'
import { prepareRequest, type Attempt, type PreparedRequest } from './request.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import { judgeResponse } from './response.ts'
import { displayUrl } from './url.ts'

type Body = ReadableStreamDefaultReader<Uint8Array>

/** What a request came to. */
export type Outcome = { readonly type: 'open'; readonly body: Body } | { readonly type: 'stop' } | Failure

type ExchangeOptions = Pick<ResolvedOptions, 'url' | 'request' | 'fetch' | 'clock'>

/** One request and its response. */
export class Exchange {
  readonly #options: ExchangeOptions
  readonly #controller = new AbortController()
  #method: string | undefined
  #body: Body | undefined

  constructor(options: ExchangeOptions) {
    this.#options = options
  }

  /** The method of the request once it is sent, and `undefined` until then. */
  get method(): string | undefined {
    return this.#method
  }

  /** Sends the request and judges the response. Never rejects, and resolves at once when cancelled. */
  async send(attempt: Omit<Attempt, 'signal'>): Promise<Outcome> {
    const { signal } = this.#controller
    const stop: Outcome = { type: 'stop' }
    if (signal.aborted) return stop
    // Neither the caller's function nor the caller's fetch need heed the signal.
    const cancelled = new Promise<Outcome>((resolve) => signal.addEventListener('abort', () => resolve(stop)))
    return await Promise.race([cancelled, this.#send({ ...attempt, signal })])
  }

  /** Ends the request, or the body of the response, at once; resolves when the body's source has been told. */
  async cancel(): Promise<void> {
    const discarded = this.#discardBody()
    this.#controller.abort()
    await discarded
  }

  async #send(attempt: Attempt): Promise<Outcome> {
    const prepared = await this.#prepare(attempt)
    return 'type' in prepared ? prepared : await this.#fetch(prepared)
  }

  async #prepare(attempt: Attempt): Promise<PreparedRequest | Failure> {
    const { request, url } = this.#options
    let mayRetry = true
    try {
      const init = await request(attempt)
      // What the function could not get now it may get later; what fetch cannot send it never will.
      mayRetry = false
      return prepareRequest(init, url, attempt.lastEventId)
    } catch (cause) {
      return { type: 'failed', code: 'request-failed', message: `No request could be made: ${cause}`, mayRetry, cause }
    }
  }

  async #fetch({ url, method, init }: PreparedRequest): Promise<Outcome> {
    const { signal } = this.#controller
    const { fetch } = this.#options
    try {
      signal.throwIfAborted()
      this.#method = method
      return await this.#judge(await fetch(url, { ...init, signal }), url)
    } catch (cause) {
      const message = `No response from ${displayUrl(url)}: ${cause}`
      return { type: 'failed', code: 'network-error', message, mayRetry: true, cause }
    }
  }

  async #judge({ status, headers, body }: Response, url: string): Promise<Outcome> {
    const { clock } = this.#options
    if (body && !body.locked) this.#body = body.getReader()
    // A fetch that does not heed its signal answers after the end, too.
    if (this.#controller.signal.aborted) await this.#discardBody()
    const verdict = judgeResponse(status, headers, clock.now())
    if (verdict.type === 'open') {
      if (this.#body) return { type: 'open', body: this.#body }
      const message = `The response of ${displayUrl(url)} has no body that can be read`
      return { type: 'failed', code: 'not-an-event-stream', message, mayRetry: false, status, headers }
    }
    const excerpt = verdict.type === 'failed' && this.#body ? await readExcerpt(this.#body, clock) : undefined
    await this.#discardBody()
    if (verdict.type === 'stop') return verdict
    return { ...verdict, message: `${verdict.message} from ${displayUrl(url)}`, status, headers, body: excerpt }
  }

  async #discardBody(): Promise<void> {
    // A body that has broken off rejects: it is over all the same.
    await this.#body?.cancel().catch(() => undefined)
  }
}
