import { FakeClock } from '@eventwire/conformance'
import type { Clock } from '../src/index.ts'

/** A clock on which time passes, and the event loop turns, when a test says so. */
export class TestClock extends FakeClock implements Clock {
  #turns: (() => void)[] = []

  turn(callback: () => void): void {
    this.#turns.push(callback)
  }

  /** Lets the event loop turn until nothing waits for that any more. */
  async settle(): Promise<void> {
    await microtasks()
    while (this.#turns.length > 0) {
      const callbacks = this.#turns
      this.#turns = []
      for (const callback of callbacks) callback()
      await microtasks()
    }
  }
}

/** Resolves when everything has happened that needs neither time nor I/O nor a turn of the test's clock. */
export function microtasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
