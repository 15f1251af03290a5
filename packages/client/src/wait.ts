import type { Clock } from './clock.ts'
import { Watchdog } from './watchdog.ts'

/**
 * The time before an attempt. Nothing shortens what the server asked for; what chance and patience add to it ends
 * sooner when there is reason to hope.
 */
export class Wait {
  /** Resolves when the time is over and the wait is not held. */
  readonly over: Promise<void>
  readonly #isHeld: () => boolean
  readonly #rest: Watchdog
  #end: () => void = () => undefined
  #isAllowed = false
  #isEnough = false

  /** @param isHeld Asked when the time is over; who answers `true` calls `hasten` when it no longer is. */
  constructor(clock: Clock, delay: number, atLeast: number, isHeld: () => boolean) {
    this.#isHeld = isHeld
    this.#rest = new Watchdog(clock, delay - atLeast, () => this.hasten())
    this.over = new Promise((resolve) => {
      const timer = clock.setTimeout(() => {
        this.#isAllowed = true
        if (this.#isEnough) this.hasten()
        else this.#rest.start()
      }, atLeast)
      this.#end = () => {
        clock.clearTimeout(timer)
        this.#rest.stop()
        resolve()
      }
    })
  }

  /** Ends the wait as soon as the server allows. */
  hasten(): void {
    this.#isEnough = true
    if (this.#isAllowed && !this.#isHeld()) this.#end()
  }

  /** Ends the wait at once. */
  end(): void {
    this.#end()
  }
}
