import { logCheck } from './log-scene.ts'
import type { LogSubject } from './log-subject.ts'
import { LogWalk } from './log-walk.ts'
import type { Check } from './suite.ts'

const STEPS = 120

/**
 * Random walks: whatever is appended, read and followed through two handles, a log does as the model does. Each seed is a
 * walk of its own, which a failure names with the steps that led there.
 */
export const logModelChecks: readonly Check<LogSubject>[] = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
  const maxEntries = seed % 2 === 0 ? 1_000 : 4 + seed
  return logCheck(
    `model: random walk ${seed}, the newest ${maxEntries} entries kept`,
    async ({ log, subject }) => {
      await using other = await subject.beside(log)
      const walk = await LogWalk.on([log, other], { seed, maxEntries })
      try {
        for (let step = 0; step < STEPS; step += 1) await walk.step()
        await walk.end()
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        throw new Error(`${message}\n  after      ${walk.trace.join(', ')}`, { cause: error })
      }
    },
    { maxEntries },
  )
})
