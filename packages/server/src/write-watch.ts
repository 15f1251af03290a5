import type { Clock } from './clock.ts'
import { Rounds } from './rounds.ts'

/** Looks per timeout: a stall is ended after the timeout, and at the latest a quarter of it later. */
const LOOKS = 4

/** What became of the bytes that wait for a peer: there are none, some were taken, none was. */
export type Progress = 'none waiting' | 'some taken' | 'none taken'

/** Whose peer is watched while bytes wait for it. */
export interface Watched {
  /** Who watches it. */
  watch: WriteWatch | undefined
  /** What happened since it was asked last. */
  progress(): Progress
  /** Called when nothing waits any more. */
  rest(): void
  /** Called when its peer has taken nothing for the timeout. */
  timeOut(): void
}

/**
 * Notices peers that take no byte while bytes wait for them: one timer for any number of connections, and none while
 * all of them read. It counts its looks and does not read the clock, whose jumps must not end a session.
 */
export class WriteWatch {
  /** Milliseconds that a peer may take nothing. */
  readonly timeout: number
  readonly clock: Clock
  /** For how many looks each of those whose bytes wait has taken nothing. */
  readonly #idle = new Map<Watched, number>()
  readonly #rounds: Rounds<Watched>

  constructor(timeout: number, clock: Clock) {
    this.timeout = timeout
    this.clock = clock
    this.#rounds = new Rounds(Math.ceil(timeout / LOOKS), clock, (transport) => this.#look(transport))
  }

  watches(transport: Watched): boolean {
    return this.#idle.has(transport)
  }

  /** Watches a transport for which bytes may wait, until none do. */
  add(transport: Watched): void {
    if (this.#idle.has(transport)) return
    // The first look may come at any moment, and must not count as a whole interval.
    this.#idle.set(transport, -1)
    this.#rounds.add(transport)
  }

  /** Watches from now on what another one has watched before. */
  takeOver(transport: Watched): void {
    const isWatched = transport.watch?.delete(transport)
    transport.watch = this
    if (isWatched) this.add(transport)
  }

  /** Whether it was watched. */
  delete(transport: Watched): boolean {
    if (!this.#idle.delete(transport)) return false
    this.#rounds.delete(transport)
    return true
  }

  #look(transport: Watched): void {
    const progress = transport.progress()
    if (progress === 'none waiting') {
      this.delete(transport)
      return transport.rest()
    }
    const idle = progress === 'some taken' ? 0 : (this.#idle.get(transport) ?? 0) + 1
    this.#idle.set(transport, idle)
    if (idle < LOOKS) return
    this.delete(transport)
    transport.timeOut()
  }
}
