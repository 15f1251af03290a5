import type { Clock } from './clock.ts'

/** Milliseconds between two attempts to reach a log that fails. */
const PAUSE = 1_000

/** Repeats an operation until it succeeds; rejects only once `over` aborts. */
export type Retry = <T>(attempt: () => Promise<T>, over: AbortSignal) => Promise<T>

/** Makes a {@link Retry} that reports each failure and pauses after it. */
export function retryOn(clock: Clock, report: (error: unknown) => void): Retry {
  return async (attempt, over) => {
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        over.throwIfAborted()
        report(error)
      }
      await pause(clock, over)
      over.throwIfAborted()
    }
  }
}

function pause(clock: Clock, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clock.clearTimeout(timer)
      over.removeEventListener('abort', done)
      resolve()
    }
    const timer = clock.setTimeout(done, PAUSE)
    over.addEventListener('abort', done, { once: true })
  })
}
