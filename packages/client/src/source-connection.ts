import { EventStreamParser, type ServerSentEvent } from '@eventwire/parser'
import { bypassCaches } from './caching.ts'
import { describe } from './describe.ts'
import type { ConnectError } from './errors.ts'
import type { ResolvedInit } from './event-source-init.ts'
import { connectError, failed, type Failure } from './failure.ts'
import { parseChunk } from './parse-chunk.ts'
import { preflightHint } from './preflight.ts'
import { START, reconnect, type ConnectionState, type ReconnectionInput } from './reconnection.ts'
import { streamHeaders } from './request.ts'
import { isEventStream } from './response.ts'
import { displayUrl } from './url.ts'

/** What an `EventSource` is told. When it is, the state is the new one already. */
export interface SourceListener {
  onOpen(): void
  /** @param origin Of the URL that the stream came from in the end. */
  onEvent(event: ServerSentEvent, origin: string): void
  /** The stream is gone, or there was none: for good if `error.willRetry` is false. */
  onError(error: ConnectError): void
}

/** HTML §9.2.3 sets no limits; this is what keeps a server from being hammered. */
const POLICY = { maxDelay: 30_000, healthyAfter: 5_000, maxFailures: Infinity, replayUnsafe: false } as const
/** Microtasks between two events. */
const TICKS = 4

/**
 * What an `EventSource` does on the network (HTML §9.2.3), on the same reconnection engine as `connect`: after a stream
 * that lasted, or brought something, it waits exactly the reconnection time; after a failure, and the more after several
 * in a row, longer.
 */
export class SourceConnection {
  readonly #url: URL
  readonly #init: ResolvedInit
  readonly #listener: SourceListener
  readonly #controller = new AbortController()
  #standing = START
  #lastEventId: string
  #reconnectionTime: number
  #body: ReadableStreamDefaultReader<Uint8Array> | undefined
  #timer: unknown
  /** Whether the stream has brought an event, or another last event ID. */
  #isNew = false

  constructor(url: URL, init: ResolvedInit, listener: SourceListener) {
    this.#url = url
    this.#init = init
    this.#listener = listener
    this.#lastEventId = init.lastEventId
    this.#reconnectionTime = init.reconnectionTime
    void this.#run()
  }

  get state(): ConnectionState {
    return this.#standing.state
  }

  /** Nothing is told any more. */
  close(): void {
    this.#step({ type: 'closed' })
    this.#init.clock.clearTimeout(this.#timer)
    this.#controller.abort()
    this.#discardBody()
  }

  async #run(): Promise<void> {
    // Nothing is told before the constructor has returned: §9.2.2 goes on in parallel.
    await undefined
    while (this.#standing.state === 'connecting') {
      const failure = await this.#attempt()
      this.#discardBody()
      const delay = this.#fail(failure)
      if (delay === undefined) return
      await new Promise<void>((resolve) => {
        this.#timer = this.#init.clock.setTimeout(resolve, delay)
      })
      this.#step({ type: 'due' })
    }
  }

  /** Tells of a failure and answers how long to wait, unless it is the end. */
  #fail(failure: Failure): number | undefined {
    const { clock, random } = this.#init
    const at = clock.now()
    const { state, attempt, openedAt } = this.#standing
    if (state === 'closed') return undefined
    const wasFine = state === 'open' && (this.#isNew || at - openedAt >= POLICY.healthyAfter)
    const action = this.#step({
      type: 'lost',
      at,
      asked: this.#reconnectionTime,
      // Chance is for those who come back from a failure, all at once.
      random: wasFine ? 0 : random(),
      mayRetry: failure.mayRetry,
      isTurn: wasFine,
    })
    this.#listener.onError(connectError(failure, attempt, action.type === 'wait'))
    return action.type === 'wait' && this.#standing.state === 'waiting' ? action.delay : undefined
  }

  async #attempt(): Promise<Failure> {
    const { fetch, headers, withCredentials } = this.#init
    const { signal } = this.#controller
    const url = this.#url
    if (!/^https?:$/.test(url.protocol)) {
      return failed('request-failed', `url must begin with http: or https:, got ${url.href}`, false)
    }
    if (url.username || url.password) {
      return failed('request-failed', 'url must not hold a name or a password, which fetch refuses: use headers', false)
    }
    let sent: Headers | undefined
    let mayRetry = true
    try {
      const given = typeof headers === 'function' ? await headers() : headers
      signal.throwIfAborted()
      // What a function could not get now it may get later; what nobody can send will never be sent.
      mayRetry = false
      const init: RequestInit & { headers: Headers } = bypassCaches({
        headers: streamHeaders(given, this.#lastEventId),
        signal,
      })
      // Not where it is the default, since workerd throws at the option.
      if (withCredentials) init.credentials = 'include'
      sent = init.headers
      return await this.#judge(await fetch(url.href, init))
    } catch (cause) {
      if (!sent) return failed('request-failed', `No request could be made: ${describe(cause)}`, mayRetry, { cause })
      const why = describe(cause) + preflightHint(url.href, sent)
      return failed('network-error', `No response from ${displayUrl(url.href)}: ${why}`, true, { cause })
    }
  }

  #judge({ status, headers, body, url }: Response): Promise<Failure> | Failure {
    this.#body = body?.getReader()
    const where = `from ${displayUrl(url || this.#url.href)}`
    // §9.2.3: any other status than 200, and any other type, fails the connection; the user agent may not try again.
    if (status !== 200) {
      return failed('bad-status', `Expected status 200, got ${status} ${where}`, false, { status, headers })
    }
    if (!isEventStream(headers)) {
      const type = headers.get('content-type') ?? 'no content type'
      return failed('not-an-event-stream', `Expected text/event-stream, got ${type} ${where}`, false, {
        status,
        headers,
      })
    }
    this.#isNew = false
    this.#step({ type: 'opened', at: this.#init.clock.now() })
    if (this.#standing.state === 'open') this.#listener.onOpen()
    return this.#read(new URL(url || this.#url).origin)
  }

  async #read(origin: string): Promise<Failure> {
    const { maxEventBytes } = this.#init
    const parser = new EventStreamParser({ lastEventId: this.#lastEventId, maxEventBytes })
    try {
      while (this.#standing.state === 'open') {
        const { value } = (await this.#body?.read()) ?? {}
        if (!value) break
        const { events, failure } = parseChunk(parser, value)
        this.#reconnectionTime = parser.reconnectionTime ?? this.#reconnectionTime
        this.#isNew ||= events.length > 0 || parser.lastEventId !== this.#lastEventId
        this.#lastEventId = parser.lastEventId
        for (const [index, event] of events.entries()) {
          // §9.2.6 has a task for each event, before which the promises of the one before have run.
          if (index > 0) await ticks()
          // A listener may have closed it.
          if (this.#standing.state === 'open') this.#listener.onEvent(event, origin)
        }
        if (failure) return failure
      }
      return failed('stream-ended', 'The server ended the stream', true)
    } catch (cause) {
      return failed('network-error', `The stream broke off: ${describe(cause)}`, true, { cause })
    }
  }

  #discardBody(): void {
    // A body that has broken off, or that nobody could read, is over all the same.
    this.#body?.cancel().catch(() => undefined)
  }

  #step(input: ReconnectionInput): ReturnType<typeof reconnect>[1] {
    const [standing, action] = reconnect(this.#standing, input, {
      ...POLICY,
      initialDelay: this.#init.reconnectionTime,
    })
    this.#standing = standing
    return action
  }
}

/** Enough for code that awaits one event, in a function that is awaited, to listen for the next. */
async function ticks(): Promise<void> {
  for (let count = 1; count < TICKS; count += 1) await undefined
}
