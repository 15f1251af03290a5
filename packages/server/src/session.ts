import { encode, encodeComment, type ServerSentEventInit } from '@eventwire/encoder'
import { heartbeatFrame } from './beating.ts'
import type { Clock } from './clock.ts'
import type { GoneReason } from './gone.ts'
import type { EventLog } from './event-log.ts'
import type { Grant } from './grant.ts'
import { Heartbeat } from './heartbeat.ts'
import { limitLife } from './lifetime.ts'
import { pipe, type PipeOptions, type PipeSource } from './pipe.ts'
import type { Seat } from './session-limits.ts'
import type { ResolvedSessionOptions } from './session-options.ts'
import type { Sink } from './sink.ts'
import { Transport, type Sent } from './transport.ts'
import { WriteWatch } from './write-watch.ts'

export interface SessionInit<C> {
  readonly lastEventId: string
  /** What {@link admit} gave, or anything like it. */
  readonly grant: Grant<C> & Partial<Seat>
  readonly options: ResolvedSessionOptions
}

/**
 * The server's end of one connection. A door makes it (`openSession`, `serve`); an application sends to it, pipes into
 * it, or subscribes it to a hub.
 *
 * @typeParam C what `authorize` granted as context.
 * @example
 * ```ts
 * const { response, session } = await openSession(request)
 * session?.send({ type: 'price', data: '42' })
 * return response
 * ```
 */
export class Session<C = undefined> {
  /** The last event ID that the client came with, '' if it came without one. It is the client's word: never trust it. */
  readonly lastEventId: string
  /** What `authorize` granted. */
  readonly context: C
  /** @internal For hubs: what the encoder made. */
  readonly transport: Transport
  /** @internal For hubs: the last event ID that the client would come back with. */
  told: string
  /** @internal For hubs: the log that its place is in, once a hub has fed it. */
  home: EventLog | undefined
  readonly #clock: Clock
  #gone: AbortController | undefined

  /** For adapters: writes the `retry:` of the stream, so the response's head must be on its way. */
  constructor(sink: Sink, { lastEventId, grant, options }: SessionInit<C>) {
    this.lastEventId = lastEventId
    this.told = lastEventId
    this.context = grant.context
    this.#clock = options.clock
    const transport = new Transport(sink, options.maxBufferedBytes)
    this.transport = transport
    if (options.writeTimeout !== false) transport.watch = new WriteWatch(options.writeTimeout, options.clock)
    transport.write(encode({ retry: options.retry }))
    if (grant.leave) transport.onGone(() => grant.leave?.())
    limitLife(transport, grant.expiresAt, options)
    if (options.heartbeat === false) return
    if (options.heartbeatEvent !== undefined) transport.heartbeatFrame = heartbeatFrame(options.heartbeatEvent)
    new Heartbeat(options.heartbeat, options.clock).add(transport)
  }

  /** Why the session is over; undefined while it is not. */
  get reason(): GoneReason | undefined {
    return this.transport.reason
  }

  /** Aborts when the session is over, with a `GoneError` whose `code` tells why. */
  get gone(): AbortSignal {
    if (this.#gone) return this.#gone.signal
    const controller = new AbortController()
    this.#gone = controller
    const transport = this.transport
    transport.onGone(() => controller.abort(transport.goneError()))
    return controller.signal
  }

  /**
   * Sends one event to this client.
   *
   * @returns `sent`; `full`: sent, but wait for {@link Session.drained} before you send more; `gone`: not sent. Who goes
   * on sending past `maxBufferedBytes` closes the session with the reason `overflow`.
   * @throws TypeError, RangeError as `encode` of `@eventwire/encoder`; TypeError for an `id` while a hub feeds the
   * session, since it would overwrite the client's place in the hub. One that is sent before is that place: a hub goes
   * on after it.
   */
  send(event: ServerSentEventInit): Sent {
    const sent = this.transport.send(this.#frame(event))
    if (event.id !== undefined && sent !== 'gone') this.told = event.id
    return sent
  }

  /** Sends a comment, which no client reports: for keeping a connection alive or for people who look at the wire. */
  comment(text = ''): Sent {
    return this.transport.send(encodeComment(text))
  }

  /** Resolves with true once there is room to send, with false once the session is over. */
  drained(): Promise<boolean> {
    return this.transport.drained()
  }

  /**
   * Sends all events of a source, at the client's pace. When the client leaves, the source's `return()` is called (or
   * its `cancel()`). When the source throws, the stream is cut, so that the client comes back, and the error is thrown;
   * the client is told nothing of it but what `onError` words.
   *
   * @example
   * ```ts
   * await session.pipe(tokens(), { done: { data: '[DONE]' } })
   * ```
   */
  pipe(source: PipeSource, options?: PipeOptions): Promise<void> {
    return pipe(source, this, { ...options, clock: this.#clock })
  }

  /**
   * Cuts the stream, so that the client sees a failure and comes back: at once, or after what was sent and one last event
   * (a client that does not read it is cut after `writeTimeout`).
   *
   * @throws as {@link Session.send}; then nothing is cut.
   */
  cut(last?: ServerSentEventInit): void {
    this.transport.cut('failed', last && this.#frame(last))
  }

  /**
   * Ends the stream after what was sent, telling the client first when to come back, in ms, if `retry` is given.
   * Resolves once it is gone, which takes a client that reads: do not wait for it before you have returned the response.
   */
  async close(options?: { readonly retry?: number }): Promise<void> {
    // Not by `send`, which ends a session that is full as an overflow.
    if (options?.retry !== undefined) this.transport.write(encode({ retry: options.retry }))
    await this.transport.close()
  }

  #frame(event: ServerSentEventInit): string {
    if (event.id !== undefined && this.transport.feeder) {
      throw new TypeError('id cannot be sent while a hub feeds the session: it would overwrite the place in the hub')
    }
    return encode(event)
  }
}
