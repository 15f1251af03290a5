import { encode } from '@eventwire/encoder'
import type { Audience, Channels } from './audience.ts'
import type { Batch } from './batch.ts'
import type { Mark, Position } from './event-log.ts'
import type { Session } from './session.ts'
import type { Transport } from './transport.ts'

/** A session's place in a hub. */
export class Subscriber {
  readonly session: Session<unknown>
  readonly transport: Transport
  readonly channels: Channels
  readonly audience: Audience
  /** Its place. Not kept up while the pump lists it as live: then its place is the head of the ring. */
  cursor: Mark
  /** True once the client may be told its place: not while it is given a snapshot. */
  placed = false
  /** True while the log is read for it; the ring leaves it alone. */
  replaying = false
  /** What the session did at a heartbeat before it was subscribed. */
  readonly ownBeat: (silent: boolean) => void
  readonly #encoder = new TextEncoder()
  readonly #over = new AbortController()

  constructor(session: Session<unknown>, channels: Channels, audience: Audience, cursor: Mark) {
    this.session = session
    this.transport = session.transport
    this.ownBeat = this.transport.beat
    this.channels = channels
    this.audience = audience
    this.cursor = cursor
  }

  /** Aborts when it is closed: ends what is read from the log on its behalf. */
  get over(): AbortSignal {
    return this.#over.signal
  }

  get closed(): boolean {
    return this.#over.signal.aborted
  }

  /** The position that the client would come back with. It outlives the subscriber: the next one goes on there. */
  get told(): string {
    return this.session.told
  }

  close(): void {
    this.#over.abort()
  }

  /** Writes a batch and moves behind it. */
  give(batch: Batch): void {
    if (this.closed) return
    this.cursor = batch.end
    if (!batch.last) return
    this.session.told = batch.last.position
    this.transport.writeFramed(batch.framed(this.transport.framing))
  }

  /** Writes frames of its own; `position` is their last id, if they have one. */
  write(frames: string, position?: Position): void {
    if (this.closed) return
    if (position !== undefined) this.session.told = position
    this.transport.write(this.#encoder.encode(frames))
  }

  /** Puts it at a place and tells the client, which comes back there even if it never gets an event. */
  place(mark: Mark): void {
    this.cursor = mark
    this.placed = true
    this.#tell(mark)
  }

  /** A beat moves the client of a quiet or filtered stream near the head; failing that it breaks the silence. */
  beat(place: Mark, silent: boolean): void {
    const isBehind = this.placed && place.position !== this.told
    if (isBehind) this.#tell(place)
    this.ownBeat(silent && !isBehind)
  }

  #tell({ position }: Mark): void {
    if (position !== this.told) this.write(encode({ id: position }), position)
  }
}
