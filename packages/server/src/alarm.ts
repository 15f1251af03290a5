import type { Clock } from './clock.ts'

/** The longest delay that timers and clients agree on, in ms (2³¹−1): a longer one fires at once. */
export const MAX_DELAY: number = 2 ** 31 - 1

/** Calls back once after so many ms, however many. Returns a function that takes the call back. */
export function after(clock: Clock, milliseconds: number, ring: () => void): () => void {
  const step = Math.min(milliseconds, MAX_DELAY)
  let timer: unknown
  const wait = (left: number): void => {
    timer = clock.setTimeout(() => (left > step ? wait(left - step) : ring()), Math.min(left, step))
  }
  wait(milliseconds)
  return () => clock.clearTimeout(timer)
}

/** Calls back once when the wall clock shows a time, in ms since 1970. Returns a function that takes the call back. */
export function at(clock: Clock, time: number, ring: () => void): () => void {
  let cancel: (() => void) | undefined
  const look = (): void => {
    // Timers do not notice that the clock was set back: it is looked at again.
    const left = time - clock.now()
    if (left <= 0) ring()
    else cancel = after(clock, left, look)
  }
  look()
  return () => cancel?.()
}
