import { encode } from '@eventwire/encoder'
import type { Audience } from './audience.ts'
import type { Batch } from './batch.ts'
import { breakSilence } from './beating.ts'
import type { Mark, Position } from './event-log.ts'
import type { Feeder } from './feeder.ts'
import type { Watcher } from './observer.ts'
import type { Session } from './session.ts'
import type { SlowPolicy } from './subscribe-options.ts'
import type { Transport } from './transport.ts'

/** What keeps the subscribers of a hub; one for all of them. */
export interface Keeper {
  readonly pump: { advance(subscriber: Subscriber): void; placeOf(subscriber: Subscriber): Mark }
  leave(subscriber: Subscriber): void
}

export interface SubscriberParts {
  readonly slow: SlowPolicy
  readonly watcher: Watcher
  readonly keeper: Keeper
}

/** A session's place in a hub. */
export class Subscriber implements Feeder {
  readonly session: Session<unknown>
  readonly transport: Transport
  /** What it takes: changes when channels are added or removed. */
  audience: Audience
  /** What becomes of it when the ring has left it behind. */
  readonly slow: SlowPolicy
  readonly watcher: Watcher
  /** Its place. Not kept up while the pump lists it as live: then its place is the head of the ring. */
  cursor: Mark
  /** True once the client may be told its place: not while it is given a snapshot. */
  placed = false
  /** True while the log is read for it; the ring leaves it alone. */
  replaying = false
  /** The life of the ring that its place was in last. */
  life: object | undefined
  /** The subscription's name, once somebody has asked for it. */
  token: string | undefined
  readonly #keeper: Keeper
  #closed = false
  #over: AbortController | undefined

  constructor(session: Session<unknown>, audience: Audience, cursor: Mark, { slow, watcher, keeper }: SubscriberParts) {
    this.session = session
    this.transport = session.transport
    this.slow = slow
    this.watcher = watcher
    this.#keeper = keeper
    this.audience = audience
    this.cursor = cursor
  }

  /** Aborts when it is closed: ends what is read from the log on its behalf. */
  get over(): AbortSignal {
    // Made for those alone for whom the log is read.
    this.#over ??= new AbortController()
    if (this.#closed) this.#over.abort()
    return this.#over.signal
  }

  get closed(): boolean {
    return this.#closed
  }

  /** The position that the client would come back with. It outlives the subscriber: the next one goes on there. */
  get told(): string {
    return this.session.told
  }

  close(): void {
    this.#closed = true
    this.#over?.abort()
  }

  /** Writes a batch and moves behind it. */
  give(batch: Batch): void {
    if (this.closed) return
    this.cursor = batch.end
    if (!batch.last) return
    this.session.told = batch.last.position
    this.transport.writeFramed(batch.framed(this.transport.framing))
    this.watcher.delivered(this.session, batch.length)
  }

  /** Writes frames of its own; `position` is their last id, if they have one. */
  write(frames: string, position?: Position): void {
    if (this.closed) return
    if (position !== undefined) this.session.told = position
    this.transport.write(frames)
  }

  /** Puts it at a place and tells the client, which comes back there even if it never gets an event. */
  place(mark: Mark): void {
    this.cursor = mark
    this.placed = true
    this.#tell(mark)
  }

  /** The session has room again. */
  drained(): void {
    if (!this.replaying) this.#keeper.pump.advance(this)
  }

  /** A beat moves the client of a quiet or filtered stream near the head; failing that it breaks the silence. */
  beat(silent: boolean): void {
    const place = this.#keeper.pump.placeOf(this)
    const isBehind = this.placed && place.position !== this.told
    if (isBehind) this.#tell(place)
    breakSilence(this.transport, silent && !isBehind)
  }

  /** The session is gone. */
  gone(): void {
    this.#keeper.leave(this)
  }

  #tell({ position }: Mark): void {
    if (position !== this.told) this.write(encode({ id: position }), position)
  }
}
