import fc from 'fast-check'
import { describe, it } from 'vitest'
import { commands } from './model/commands.ts'
import { World } from './model/world.ts'

// Every rule of delivery is in model/reader.ts, which throws at the first thing that should not have come.
describe.each([
  ['a hub', false, 4_000],
  ['a hub with snapshots', true, 2_000],
])('%s', (_, snapshots, numRuns) => {
  it('gives every client everything of its channels in order and once, or exactly one gap for it', async () => {
    await fc.assert(
      fc.asyncProperty(commands, fc.constantFrom(1, 150, 500, 5_000), async (steps, ringBytes) => {
        const world = new World({ ringBytes, snapshots })
        for (const step of steps) {
          await step.run(world)
          world.check()
        }
        await world.rest()
        await world.close()
      }),
      { numRuns },
    )
  })
})
