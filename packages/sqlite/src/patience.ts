import type { Clock } from '@eventwire/server'
import { isBusy, judged } from './engine-error.ts'

export interface Patience {
  readonly clock: Clock
  readonly busyTimeout: number
}

/**
 * Does something with the database as soon as nobody is in the way; what SQLite says after `busyTimeout` ms, it rejects
 * with. Waits on timers, since SQLite's own wait would block the event loop.
 */
export async function patiently<T>(act: () => T, patience: Patience): Promise<T> {
  let waited = 0
  for (let tries = 0; ; tries += 1) {
    try {
      return judged(act)
    } catch (error) {
      if (!isBusy(error) || waited >= patience.busyTimeout) throw error
    }
    waited += await pause(tries, patience.busyTimeout - waited, patience.clock)
  }
}

/** Waits a little, longer at each try, and for no more than what is left; resolves with the ms. */
export async function pause(tries: number, left: number, clock: Clock): Promise<number> {
  const least = Math.min(2 ** tries, 32)
  // Not always the same, so that two who wait for each other do not meet again and again.
  const milliseconds = Math.max(Math.min(least + Math.floor(Math.random() * least), left), 1)
  await new Promise<void>((resolve) => clock.setTimeout(resolve, milliseconds))
  return milliseconds
}
