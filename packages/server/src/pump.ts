import type { Audience } from './audience.ts'
import type { Audiences } from './audiences.ts'
import type { Clock } from './clock.ts'
import type { Entry, Mark } from './event-log.ts'
import type { Ring } from './ring.ts'
import type { Subscriber } from './subscriber.ts'

/** Bytes of data after which the pump does not wait for the turn to end. */
const MAX_PENDING = 64 * 1024

/** Once per turn, writes to every writable subscriber what lies between its place and the head of the ring. */
export class Pump {
  readonly #ring: Ring
  readonly #audiences: Audiences
  readonly #clock: Clock
  /** Called for who has fallen behind the ring: someone must read the log for it. */
  readonly #fallen: (subscriber: Subscriber) => void
  /** Those who have everything up to the head of the ring: a turn visits only them. */
  readonly #live = new Map<Audience, Set<Subscriber>>()
  /** Those whose place the ring has not reached yet: a log may tell a reader of an entry before it tells the ring. */
  readonly #waiting = new Set<Subscriber>()
  #pending: Entry[] = []
  #pendingBytes = 0
  #scheduled = false
  #ended = false

  constructor(parts: { ring: Ring; audiences: Audiences; clock: Clock; fallen: (subscriber: Subscriber) => void }) {
    this.#ring = parts.ring
    this.#audiences = parts.audiences
    this.#clock = parts.clock
    this.#fallen = parts.fallen
  }

  /** The place up to which it has taken the log. */
  get place(): Mark {
    this.flush()
    return this.#ring.head
  }

  /**
   * Takes the next entries of the log; they go out when the turn ends.
   *
   * @throws Error if they do not directly follow what was taken before: a hole must not go out unannounced.
   */
  take(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const { seq } = this.#pending.at(-1) ?? this.#ring.head
      if (entry.seq !== seq + 1) {
        throw new Error(`The log gave entry ${entry.seq} after entry ${seq}: its numbers must be dense`)
      }
      this.#pending.push(entry)
      this.#pendingBytes += entry.data.length
      // A publisher that never lets the event loop turn must not pile up frames, nor one segment fill the ring.
      if (this.#pendingBytes >= MAX_PENDING) this.flush()
    }
    if (this.#scheduled || this.#pending.length === 0) return
    this.#scheduled = true
    this.#clock.turn(() => {
      this.#scheduled = false
      this.flush()
    })
  }

  /** Sends what is pending now. */
  flush(): void {
    if (this.#pending.length === 0) return
    const entries = this.#pending
    this.#pending = []
    this.#pendingBytes = 0
    const { before, channels } = this.#ring.add(entries)
    for (const audience of this.#audiences.of(channels.keys())) this.#spread(audience, before)
    for (const subscriber of this.#waiting) {
      if (subscriber.cursor.seq > this.#ring.head.seq) continue
      this.#waiting.delete(subscriber)
      this.advance(subscriber)
    }
  }

  /** Where a subscriber is. */
  placeOf(subscriber: Subscriber): Mark {
    return this.#isLive(subscriber) ? this.#ring.head : subscriber.cursor
  }

  /** Gives a subscriber what the ring has after its place, as far as it takes it. */
  advance(subscriber: Subscriber): void {
    // Who is live has a cursor that is not kept up, and who waits is asked again when the ring has moved.
    if (this.#isLive(subscriber) || this.#waiting.has(subscriber)) return
    while (!subscriber.closed && subscriber.transport.writable) {
      const { cursor, audience } = subscriber
      if (!this.#ring.markOf(cursor.position)) return this.#fallen(subscriber)
      subscriber.life = this.#ring.life
      if (cursor.seq === this.#ring.head.seq) return this.#arrive(subscriber)
      subscriber.give(this.#ring.after(cursor, audience))
    }
  }

  /** Lets a subscriber wait for the ring to reach its place: it has read all of the log, and the ring lags behind. */
  wait(subscriber: Subscriber): void {
    this.#waiting.add(subscriber)
  }

  /** Forgets a subscriber. */
  drop(subscriber: Subscriber): void {
    this.#waiting.delete(subscriber)
    this.#unlist(subscriber)
  }

  /** Goes on from another mark, after a gap in the log: everyone's place has to be judged by the log. */
  restart(from: Mark): void {
    this.flush()
    const { head } = this.#ring
    this.#ring.restart(from)
    const moved = [...this.#waiting]
    this.#waiting.clear()
    for (const live of this.#live.values()) {
      for (const subscriber of live) {
        subscriber.cursor = head
        moved.push(subscriber)
      }
    }
    this.#live.clear()
    for (const subscriber of moved) this.advance(subscriber)
  }

  /** The log has ended: whoever has everything, or comes to have it, is closed. */
  finish(): void {
    this.flush()
    this.#ended = true
    for (const live of this.#live.values()) {
      for (const subscriber of live) void subscriber.transport.close()
    }
  }

  /** Gives the newest segment, which follows `before`, to all of an audience who have everything up to it. */
  #spread(audience: Audience, before: Mark): void {
    const live = this.#live.get(audience)
    if (!live) return
    const batch = this.#ring.after(before, audience)
    // All of it was for others: who is live has it already.
    if (!batch.last && batch.end.seq === this.#ring.head.seq) return
    let behind: Subscriber[] | undefined
    for (const subscriber of live) {
      if (subscriber.transport.writable) subscriber.give(batch)
      else {
        subscriber.cursor = before
        subscriber.watcher.lag(subscriber.session, this.#ring.head.seq - before.seq)
      }
      if (subscriber.cursor.seq !== this.#ring.head.seq) (behind ??= []).push(subscriber)
    }
    // Apart from the loop above, which would come by again at whoever is listed again.
    for (const subscriber of behind ?? []) {
      this.#unlist(subscriber)
      this.advance(subscriber)
    }
  }

  #isLive(subscriber: Subscriber): boolean {
    return this.#live.get(subscriber.audience)?.has(subscriber) ?? false
  }

  #arrive(subscriber: Subscriber): void {
    const live = this.#live.get(subscriber.audience)
    if (live) live.add(subscriber)
    else this.#live.set(subscriber.audience, new Set([subscriber]))
    if (this.#ended) void subscriber.transport.close()
  }

  #unlist(subscriber: Subscriber): void {
    const live = this.#live.get(subscriber.audience)
    live?.delete(subscriber)
    if (live?.size === 0) this.#live.delete(subscriber.audience)
  }
}
