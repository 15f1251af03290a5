import { expect, it } from 'vitest'
import { readFact, writeFact, type Fact } from '../src/fact.ts'
import { coreLoads, publishFacts } from '../src/facts.ts'

const core = (user: number, idle: number): { times: Parameters<typeof coreLoads>[0][number]['times'] } => ({
  times: { user, nice: 0, sys: 0, idle, irq: 0 },
})

it('takes the load of a core from the time that went by, not from all since it started', () => {
  expect(coreLoads([core(900, 100), core(0, 0)], [core(925, 175), core(10, 0)])).toEqual([0.25, 1])
})

it('knows no load where no time went by, counters went back or a core is new', () => {
  expect(coreLoads([core(5, 5)], [core(5, 5)])).toEqual([0])
  expect(coreLoads([core(5, 9)], [core(10, 8)])).toEqual([1])
  expect(coreLoads([], [core(30, 10)])).toEqual([0.75])
  expect(coreLoads([core(1, 1)], [])).toEqual([])
})

it('publishes load, memory and delay again and again, until it is told to stop', async () => {
  const facts: Fact[] = []
  const over = new AbortController()
  await publishFacts(
    async (fact) => {
      facts.push(fact)
      if (facts.length === 6) over.abort()
    },
    { every: 5, signal: over.signal },
  )
  expect(facts.map(({ channel }) => channel)).toEqual(['cpu', 'memory', 'loop', 'cpu', 'memory', 'loop'])
  for (const fact of facts) {
    if (fact.channel === 'cpu') expect(fact.cores.every((load) => load >= 0 && load <= 1)).toBe(true)
    if (fact.channel === 'memory') expect(fact.used).toBeLessThan(fact.total)
    if (fact.channel === 'loop') expect(fact.delay).toBeGreaterThanOrEqual(0)
  }
})

it('tells its caller what fails', async () => {
  await expect(publishFacts(failing, { every: 1, signal: new AbortController().signal })).rejects.toThrow('no room')
})

it('carries a fact in an event: the channel as its type, the rest as its data', () => {
  const fact: Fact = { channel: 'tail', line: 'a "quoted"\nline' }
  const data = writeFact(fact, { n: 3, at: 1_700_000_000_000 })
  expect(JSON.parse(data)).toEqual({ n: 3, at: 1_700_000_000_000, line: 'a "quoted"\nline' })
  expect(readFact({ type: 'tail', data })).toEqual({ ...fact, n: 3, at: 1_700_000_000_000 })
})

async function failing(): Promise<void> {
  throw new Error('no room')
}
