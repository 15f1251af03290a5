import { EventStreamParser } from '@eventwire/parser'
import type { CursorStore } from './cursor.ts'
import { describe } from './describe.ts'
import { EventReader } from './event-reader.ts'
import { readExcerpt } from './excerpt.ts'
import { failed, timedOut, type Failure } from './failure.ts'
import { preflightHint } from './preflight.ts'
import { prepareRequest, type Attempt } from './request.ts'
import type { ResolvedOptions } from './resolve-options.ts'
import { judgeResponse } from './response.ts'
import { displayUrl } from './url.ts'
import { Watchdog } from './watchdog.ts'

/** What a request came to. */
export type Outcome = { readonly type: 'open'; readonly reader: EventReader } | { readonly type: 'stop' } | Failure

/** Gets the place of the first attempt, if that has to be asked for; and what then makes an attempt of it. */
type Load = CursorStore['load'] | undefined
type Locate = (loaded: string | null | undefined) => Omit<Attempt, 'signal'>

/** One request and its response. */
export class Exchange {
  readonly #options: ResolvedOptions
  readonly #controller = new AbortController()
  readonly #watchdog: Watchdog
  #method: string | undefined
  #lastEventId = ''
  #body: ReadableStreamDefaultReader<Uint8Array> | undefined
  #reader: EventReader | undefined
  /** What it comes to if it is cancelled. The first verdict stands: nothing talks a refusal away. */
  #verdict: { readonly type: 'stop' } | Failure | undefined

  constructor(options: ResolvedOptions) {
    const { connect } = options.timeouts
    this.#options = options
    this.#watchdog = new Watchdog(options.clock, connect, (slept) => {
      void this.cancel(timedOut('timeouts.connect', connect, slept))
    })
  }

  /** The method of the request once it is sent, and `undefined` until then. */
  get method(): string | undefined {
    return this.#method
  }

  /** Sends the request and judges the response. Never rejects, and resolves at once when cancelled. */
  async send(load: Load, locate: Locate): Promise<Outcome> {
    const { signal } = this.#controller
    // Neither the caller's function nor the caller's fetch need heed the signal.
    const cancelled = new Promise<Outcome>((resolve) => {
      signal.addEventListener('abort', () => resolve(this.#verdict ?? { type: 'stop' }))
    })
    this.#watchdog.start()
    const outcome = await Promise.race([cancelled, this.#send(load, locate)])
    this.#watchdog.stop()
    return outcome
  }

  /**
   * Ends the request, or the body of the response, at once; resolves when the body's source has been told.
   *
   * @param failure What the request, or its stream, then comes to.
   */
  async cancel(failure?: Failure): Promise<void> {
    this.#verdict ??= failure
    const discarded = this.#reader?.stop(failure) ?? this.#discardBody()
    this.#watchdog.stop()
    this.#controller.abort()
    await discarded
  }

  async #send(load: Load, locate: Locate): Promise<Outcome> {
    const { request, url: base, cursorIn, fetch } = this.#options
    const { signal } = this.#controller
    let url: string | undefined
    let hint = ''
    let mayRetry = true
    try {
      const loaded = load && (await load())
      signal.throwIfAborted()
      const attempt = { ...locate(loaded), signal }
      signal.throwIfAborted()
      this.#lastEventId = attempt.lastEventId
      const init = await request(attempt)
      // What a function could not get now it may get later; what nobody can send will never be sent.
      mayRetry = false
      void new EventStreamParser({ lastEventId: attempt.lastEventId })
      const prepared = prepareRequest(init, base, attempt.lastEventId, cursorIn)
      signal.throwIfAborted()
      mayRetry = true
      this.#method = prepared.method
      url = prepared.url
      hint = preflightHint(url, prepared.init.headers)
      return await this.#judge(await fetch(url, { ...prepared.init, signal }), url)
    } catch (cause) {
      return url === undefined
        ? failed('request-failed', `No request could be made: ${describe(cause)}`, mayRetry, { cause })
        : failed('network-error', `No response from ${displayUrl(url)}: ${describe(cause)}${hint}`, true, { cause })
    }
  }

  async #judge({ status, headers, body }: Response, url: string): Promise<Outcome> {
    const { clock } = this.#options
    this.#watchdog.stop()
    if (body && !body.locked) this.#body = body.getReader()
    // A fetch that does not heed its signal answers after the end, too.
    if (this.#controller.signal.aborted) await this.#discardBody()
    const verdict = judgeResponse(status, headers, clock.now())
    if (verdict.type === 'open') return this.#open({ status, headers }, url)
    if (verdict.type === 'stop') {
      this.#verdict ??= verdict
      await this.#discardBody()
      return verdict
    }
    const refusal = { ...verdict, message: `${verdict.message} from ${displayUrl(url)}`, status, headers }
    this.#verdict ??= refusal
    const excerpt = this.#body && (await readExcerpt(this.#body, clock))
    await this.#discardBody()
    return { ...refusal, body: excerpt }
  }

  #open(evidence: Pick<Failure, 'status' | 'headers'>, url: string): Outcome {
    const { onComment } = this.#options
    const { signal } = this.#controller
    if (!this.#body) {
      return failed('not-an-event-stream', `No body that can be read from ${displayUrl(url)}`, false, evidence)
    }
    this.#reader = new EventReader(this.#body, {
      ...this.#options,
      lastEventId: this.#lastEventId,
      // A chunk may be parsed, or half parsed, when the connection is closed.
      onComment: onComment && ((text) => signal.aborted || onComment(text)),
    })
    return { type: 'open', reader: this.#reader }
  }

  async #discardBody(): Promise<void> {
    // A body that has broken off rejects: it is over all the same.
    await this.#body?.cancel().catch(() => undefined)
  }
}
