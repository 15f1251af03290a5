import { breakSilence } from './beating.ts'
import type { Feeder } from './feeder.ts'
import type { Beating, Heartbeat } from './heartbeat.ts'
import { GoneError, type GoneReason } from './gone.ts'
import type { Framing, Sink, SinkListener } from './sink.ts'
import { utf8 } from './utf8.ts'
import { utf8Length } from './utf8-length.ts'
import type { Progress, Watched, WriteWatch } from './write-watch.ts'

/** What became of an attempt to send: `full` means sent, but wait until drained; `gone` means not sent. */
export type Sent = 'sent' | 'full' | 'gone'

/** A sink with its one life: writable or full, and gone once, with a reason. */
export class Transport implements Beating, Watched, SinkListener {
  /** Set by whoever pumps into this transport. */
  feeder: Feeder | undefined
  /** Written at each heartbeat, instead of a comment after a silence. */
  heartbeatFrame: string | undefined
  /** True if something was written since the last heartbeat. */
  active = false
  /** The timer that beats for this transport; a hub moves it to the one of its own. */
  heartbeat: Heartbeat | undefined
  /** Ends it if its peer takes nothing; undefined if it may. A hub moves it to the one of its own. */
  watch: WriteWatch | undefined
  readonly #sink: Sink
  readonly #maxBufferedBytes: number
  // Made when they are needed: an idle connection has neither.
  #goneListeners: Set<() => void> | undefined
  #waiting: Set<(drained: boolean) => void> | undefined
  #full = false
  /** True if `send` answered `full` and nothing has drained since. */
  #warned = false
  /** The reason that it will be gone for, once it is closing. */
  #closing: GoneReason | undefined
  #cutting = false
  #reason: GoneReason | undefined
  /** The progress of the sink when it was last looked at: what has changed it since is what the peer took. */
  #seen = 0
  #taken = false

  constructor(sink: Sink, maxBufferedBytes: number) {
    this.#sink = sink
    this.#maxBufferedBytes = maxBufferedBytes
    sink.attach(this)
  }

  get framing(): Framing | undefined {
    return this.#sink.framing
  }

  /** Why it is gone, or undefined while it is not. */
  get reason(): GoneReason | undefined {
    return this.#reason
  }

  get writable(): boolean {
    return !this.#full && !this.#isEnding
  }

  /** Writes for someone who may go on though it is full: who does so past `maxBufferedBytes` ends it as `overflow`. */
  send(text: string): Sent {
    // What is said to a session that closes must not cut what it has still to send.
    if (this.#isEnding) return 'gone'
    // Only who was told to wait can overflow: one large event for a client that reads is no fault, nor is what a hub sent.
    if (this.#warned && this.#sink.bufferedBytes + utf8Length(text) > this.#maxBufferedBytes) this.cut('overflow')
    const sent = this.write(text)
    if (sent === 'full') this.#warned = true
    return sent
  }

  /** Writes frames that are for this one reader. */
  write(text: string): Sent {
    return this.#isEnding ? 'gone' : this.#give(text)
  }

  /** Writes bytes that have the framing of the sink already: a batch is framed once for all its readers. */
  writeFramed(bytes: Uint8Array): Sent {
    return this.#isEnding ? 'gone' : this.#give(bytes)
  }

  /** Tells the sink that the stream is to last. */
  dedicate(): void {
    this.#sink.dedicate?.()
  }

  /** For the heartbeat. */
  beat(silent: boolean): void {
    if (this.feeder) this.feeder.beat(silent)
    else breakSilence(this, silent)
  }

  /** For the watch: what the peer took of what waits, since the last time. */
  progress(): Progress {
    // A sink that is full and counts nothing stands before something that does not say what it holds.
    if (this.#sink.bufferedBytes === 0 && !this.#full) return 'none waiting'
    this.#notice()
    const taken = this.#taken
    this.#taken = false
    return taken ? 'some taken' : 'none taken'
  }

  /** For the watch: nothing waits any more. */
  rest(): void {
    if (this.#cutting) this.cut(this.#closing ?? 'failed')
  }

  /** For the watch: the peer has taken nothing for too long. If it was closing, it is over for that reason. */
  timeOut(): void {
    this.cut(this.#closing ?? 'write-timeout')
  }

  /** Resolves with true once there is room, with false once it is gone. */
  drained(): Promise<boolean> {
    if (this.#isEnding) return Promise.resolve(false)
    if (!this.#full) return Promise.resolve(true)
    return new Promise((resolve) => (this.#waiting ??= new Set()).add(resolve))
  }

  /** Ends the stream after what was written; resolves once the transport is gone, for the reason that came first. */
  close(reason: GoneReason = 'closed'): Promise<void> {
    if (this.#reason !== undefined) return Promise.resolve()
    const gone = new Promise<void>((resolve) => this.onGone(resolve))
    if (!this.#closing) {
      this.#closing = reason
      this.#settle(false)
      this.#sink.close()
    }
    return gone
  }

  /** Cuts the stream: at once, or after some last bytes, unless it closes already. */
  cut(reason: GoneReason, last?: string): void {
    if (this.#reason !== undefined) return
    if (last && this.#closing === undefined) return this.#cutAfter(reason, last)
    this.#end(reason)
    this.#sink.abort()
  }

  /** Calls back once it is gone, at once if it is already. Returns a function that takes the listener back. */
  onGone(listener: () => void): () => void {
    if (this.#reason !== undefined) {
      listener()
      return () => undefined
    }
    const listeners = (this.#goneListeners ??= new Set())
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** For the sink: there is room again. */
  drain(): void {
    if (!this.#full || this.#reason !== undefined) return
    this.#full = false
    this.#warned = false
    this.#settle(true)
    this.feeder?.drained()
  }

  /** For the sink: its transport is gone. */
  gone(): void {
    this.#end(this.#closing ?? 'left')
  }

  /** The reason as an error, for `AbortSignal.reason`. */
  goneError(): GoneError {
    return new GoneError(this.#reason ?? 'left')
  }

  #give(frames: string | Uint8Array): Sent {
    this.active = true
    if (this.#write(frames)) return 'sent'
    // The sink may have found its transport gone just now, and said so.
    if (this.#reason !== undefined) return 'gone'
    this.#full = true
    return 'full'
  }

  #write(frames: string | Uint8Array): boolean {
    const { watch } = this
    if (!watch) return this.#hand(frames)
    // Most writes find nothing waiting and leave nothing: they need no account.
    const isWatched = watch.watches(this)
    if (isWatched) this.#notice()
    const hasRoom = this.#hand(frames)
    if (hasRoom && this.#sink.bufferedBytes === 0) {
      if (isWatched) watch.delete(this)
    } else if (isWatched) this.#seen = this.#progress
    else this.#beWatched(watch)
    return hasRoom
  }

  #hand(frames: string | Uint8Array): boolean {
    const sink = this.#sink
    if (typeof frames !== 'string') return sink.write(frames)
    return sink.send ? sink.send(frames) : sink.write(this.#framed(frames))
  }

  #beWatched(watch: WriteWatch): void {
    if (watch.watches(this)) return
    this.#seen = this.#progress
    this.#taken = false
    watch.add(this)
  }

  #notice(): void {
    const now = this.#progress
    if (now !== this.#seen) this.#taken = true
    this.#seen = now
  }

  get #progress(): number {
    return this.#sink.progress ?? this.#sink.bufferedBytes
  }

  #cutAfter(reason: GoneReason, last: string): void {
    this.#closing = reason
    this.#cutting = true
    this.#settle(false)
    // It may be that nothing waits, and yet the platform never says that it took the last of it.
    if (this.watch) this.#beWatched(this.watch)
    this.#sink.abort(this.#framed(last))
  }

  #framed(text: string): Uint8Array {
    const bytes = utf8(text)
    return this.framing?.(bytes) ?? bytes
  }

  get #isEnding(): boolean {
    return this.#closing !== undefined || this.#reason !== undefined
  }

  #end(reason: GoneReason): void {
    if (this.#reason !== undefined) return
    this.#reason = reason
    this.watch?.delete(this)
    this.heartbeat?.delete(this)
    this.#settle(false)
    const listeners = this.#goneListeners ?? []
    this.#goneListeners = undefined
    for (const listener of listeners) listener()
    this.feeder?.gone()
  }

  #settle(drained: boolean): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const resolve of waiting) resolve(drained)
  }
}
