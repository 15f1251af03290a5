import { describe, expect, it } from 'vitest'
import { contest, type Contestant } from '../fanout/contest.ts'
import { outcomeTable } from '../fanout/outcome-table.ts'

/** One that costs `cost(turn)` nanoseconds in its turns from 0; turn -1 is before anything counts. */
function contestant(label: string, cost: (turn: number) => number): Contestant & { readonly turns: () => number } {
  let turn = -2
  const run = async () => ({ cpu: cost((turn += 1)), rate: 1_000, busy: 0.5 })
  return { label, run, turns: () => turn + 1 }
}

const weather = (turn: number): number => 100 * (1 + (turn % 3))

describe('contest', () => {
  it('pairs the rounds, so that weather which slows all is no difference', async () => {
    const { standings, stray, attempts, rounds } = await contest(
      [contestant('A', weather), contestant("A'", weather), contestant('B', (turn) => 2 * weather(turn))],
      false,
    )
    expect({ stray, attempts, rounds }).toEqual({ stray: 0, attempts: 1, rounds: 7 })
    expect(standings[2]).toMatchObject({ label: 'B', best: 200, paired: { q1: 2, median: 2, q3: 2 }, rate: 1_000 })
  })

  it('is held again while the first strays from itself, and the calmest attempt counts', async () => {
    const a = contestant('A', () => 100)
    const again = contestant("A'", (turn) => (turn < 7 ? 150 : turn < 14 ? 110 : 120))
    const { stray, attempts } = await contest([a, again], false)
    expect(stray).toBeCloseTo(0.1)
    expect([attempts, a.turns()]).toEqual([3, 21])
  })

  it('is not held again once it was calm, and never if it is quick', async () => {
    const calm = contestant("A'", (turn) => (turn < 7 ? 150 : 102))
    expect(await contest([contestant('A', () => 100), calm], false)).toMatchObject({ attempts: 2, rounds: 7 })
    const quick = contestant("A'", () => 150)
    expect(await contest([contestant('A', () => 100), quick], true)).toMatchObject({ attempts: 1, rounds: 3 })
  })
})

describe('outcomeTable', () => {
  it('says loudly what is not to be trusted', async () => {
    const busy = { label: "A'", run: async () => ({ cpu: 150, rate: 9_999, busy: 0.97 }) }
    const outcome = await contest([contestant('A', () => 100), busy], true)
    const { rows, remarks } = outcomeTable(outcome, { name: 'n', title: 't', cores: undefined })
    expect(rows[1]).toEqual(["A'", 150, 150, 1.5, '1.50 to 1.50', 10_000, '97: TOO BUSY'])
    expect(remarks).toEqual([
      'NOISY: A/A strays by 50.0 % over 3 rounds.',
      'The processes were NOT kept on cores of their own: there is no taskset, or one core.',
    ])
  })
})
