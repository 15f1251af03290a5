import { seededRandom, shuffled } from '../harness/random.ts'
import { quantile, quartiles } from '../harness/statistics.ts'
import type { Cost } from './stage.ts'

/** Who takes part. The first takes part twice, as A and A', by the second. */
export interface Contestant {
  readonly label: string
  /** One turn. */
  run(): Promise<Cost>
}

/** What all turns of one contestant say. */
interface Standing {
  readonly label: string
  /** Nanoseconds of CPU per unit, of the best turn. */
  readonly best: number
  readonly median: number
  /** CPU in multiples of the first one's of the same round: quartiles. */
  readonly paired: { readonly q1: number; readonly median: number; readonly q3: number }
  /** Units per second, of the median turn. */
  readonly rate: number
  /** How busy its readers were at the most, of 1. */
  readonly busy: number
}

/** What a contest says. */
export interface Outcome {
  readonly standings: readonly Standing[]
  /** How far A' strayed from A: 0.05 is 5 %. */
  readonly stray: number
  readonly attempts: number
  readonly rounds: number
}

/** Farther from itself than this, and a contest is void and held again. */
export const STRAY_LIMIT = 0.05
const ATTEMPTS = 3

/** The contestants take turns, in another order each round; the calmest attempt counts. */
export async function contest(contestants: readonly Contestant[], quick: boolean): Promise<Outcome> {
  const rounds = quick ? 3 : 7
  const attempts = quick ? 1 : ATTEMPTS
  let calmest: Outcome | undefined
  // What they did first was for the compiler.
  await takeTurns(contestants, 1)
  for (let attempt = 1; attempt <= attempts && !(calmest && calmest.stray <= STRAY_LIMIT); attempt += 1) {
    const standings = stand(contestants, await takeTurns(contestants, rounds))
    const stray = strayOf(standings)
    if (!calmest || stray < calmest.stray) calmest = { standings, stray, attempts: attempt, rounds }
    else calmest = { ...calmest, attempts: attempt }
  }
  if (!calmest) throw new Error('unreachable')
  return calmest
}

async function takeTurns(contestants: readonly Contestant[], rounds: number): Promise<readonly (readonly Cost[])[]> {
  const random = seededRandom(rounds)
  const runs = contestants.map((contestant) => ({ contestant, costs: [] as Cost[] }))
  for (let round = 0; round < rounds; round += 1) {
    for (const { contestant, costs } of shuffled(random, runs)) costs.push(await contestant.run())
  }
  return runs.map(({ costs }) => costs)
}

function stand(contestants: readonly Contestant[], costs: readonly (readonly Cost[])[]): readonly Standing[] {
  const base = costs[0] ?? []
  return contestants.map(({ label }, index) => {
    const own = costs[index] ?? []
    const cpu = own.map((cost) => cost.cpu)
    const paired = quartiles(cpu.map((each, round) => each / (base[round]?.cpu ?? Number.NaN)))
    const rate = quantile(
      own.map((cost) => cost.rate),
      0.5,
    )
    const busy = Math.max(...own.map((cost) => cost.busy))
    return { label, best: Math.min(...cpu), median: quantile(cpu, 0.5), paired, rate, busy }
  })
}

/** The worse of the best turn and of the rounds. */
function strayOf([base, again]: readonly Standing[]): number {
  if (!base || !again) throw new Error('unreachable')
  return Math.max(Math.abs(again.best / base.best - 1), Math.abs(again.paired.median - 1))
}
