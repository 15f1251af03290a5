import type { Clock } from './clock.ts'
import { Rounds } from './rounds.ts'

/** Who is kept alive. */
export interface Beating {
  /** True if something was written since the last beat. */
  active: boolean
  /** The heartbeat that keeps it alive. */
  heartbeat: Heartbeat | undefined
  readonly writable: boolean
  /** Undefined until it is gone. */
  readonly reason: string | undefined
  /** Called at each beat while it is writable, told whether nothing was written since the last one. */
  beat(silent: boolean): void
}

/** Keeps any number of connections alive: each is told whether it was silent for the interval. */
export class Heartbeat {
  /** Milliseconds between two beats. A silence is broken after one to two of them. */
  readonly interval: number
  readonly clock: Clock
  readonly #rounds: Rounds<Beating>

  constructor(interval: number, clock: Clock) {
    this.interval = interval
    this.clock = clock
    this.#rounds = new Rounds(interval, clock, beatOf)
  }

  /** Keeps a transport alive, instead of the heartbeat that did so before. */
  add(transport: Beating): void {
    if (transport.reason !== undefined) return
    transport.heartbeat?.delete(transport)
    transport.heartbeat = this
    this.#rounds.add(transport)
  }

  delete(transport: Beating): void {
    this.#rounds.delete(transport)
  }
}

function beatOf(transport: Beating): void {
  if (transport.writable) transport.beat(!transport.active)
  // Afterwards: what the beat wrote does not count, or only every other beat would break a lasting silence.
  transport.active = false
}
