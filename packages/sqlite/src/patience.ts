import type { Clock } from '@eventwire/server'
import { isBusy, judged } from './engine-error.ts'

/**
 * Does something with the database as soon as nobody is in the way; what SQLite says after `busyTimeout` ms, it rejects
 * with. Waits on timers, since SQLite's own wait would block the event loop.
 */
export async function patiently<T>(
  act: () => T,
  { clock, busyTimeout }: { readonly clock: Clock; readonly busyTimeout: number },
): Promise<T> {
  let waited = 0
  for (let pause = 1; ; pause = Math.min(pause * 2, 32)) {
    try {
      return judged(act)
    } catch (error) {
      if (!isBusy(error) || waited >= busyTimeout) throw error
    }
    // Not always the same, so that two who wait for each other do not meet again and again.
    const milliseconds = Math.min(pause + Math.floor(Math.random() * pause), Math.max(busyTimeout - waited, 1))
    await new Promise<void>((resolve) => clock.setTimeout(resolve, milliseconds))
    waited += milliseconds
  }
}
