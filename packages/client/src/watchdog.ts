import type { Clock } from './clock.ts'

/** Milliseconds that nobody looks at the clock, at most: how soon a sleep is noticed. */
const STEP = 10_000
/**
 * Browsers hold back the timers of a hidden page for up to a minute. A timer that is later than this has not been
 * throttled: the machine slept, or the page was frozen.
 */
const ASLEEP = 90_000

/** Loses patience after so many milliseconds, or at once when the machine has slept; then calls back, once. */
export class Watchdog {
  readonly #clock: Clock
  readonly #limit: number
  readonly #bark: (slept: number) => void
  #timer: unknown
  /** What counted before, and since when it counts now, if it does. */
  #spent = 0
  #since: number | undefined

  /** @param bark Gets the milliseconds that the machine slept; 0 if time is simply up. */
  constructor(clock: Clock, limit: number, bark: (slept: number) => void) {
    this.#clock = clock
    this.#limit = limit
    this.#bark = bark
  }

  /** Time counts from now on. */
  start(): void {
    this.#since = this.#clock.now()
    // The timer stays when time is paused: it costs less than one for every read.
    if (this.#timer === undefined) this.#look(0)
  }

  /** Time does not count until the next `start`; what has counted is forgotten if there was a sign of life. */
  pause(isAlive: boolean): void {
    this.#spent = isAlive ? 0 : this.#elapsed()
    this.#since = undefined
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer)
  }

  #look(slept: number): void {
    const left = this.#limit - this.#elapsed()
    if (left <= 0 || slept > 0) {
      this.#bark(slept)
      return
    }
    const step = Math.min(left, STEP)
    const due = this.#clock.now() + step
    this.#timer = this.#clock.setTimeout(() => {
      const late = this.#clock.now() - due
      this.#look(late > ASLEEP ? late : 0)
    }, step)
  }

  #elapsed(): number {
    if (this.#since === undefined) return this.#spent
    const now = this.#clock.now()
    // The wall clock may have been set back.
    this.#spent += Math.max(0, now - this.#since)
    this.#since = now
    return this.#spent
  }
}
