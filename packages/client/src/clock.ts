/** Time as a connection sees it; given to it so that tests can run on a clock of their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once after `milliseconds`, at most 2³¹−1; returns what `clearTimeout` takes. */
  setTimeout(callback: () => void, milliseconds: number): unknown
  clearTimeout(timer: unknown): void
}

/** The platform's own clock. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
    // Timers are numbers in browsers and objects in Node: what setTimeout gave goes back as it is.
    clearTimeout: (timer) => clearTimeout(timer as number),
  }
}

/** The longest delay that every platform's timer takes, in ms; a longer one would fire after 1 ms. */
export const MAX_TIMER: number = 2 ** 31 - 1
