import { measure } from 'mitata'
import type { BenchOptions } from './bench.ts'
import { collectYoung } from './memory.ts'
import { seededRandom, shuffled } from './random.ts'
import type { Comparison, ComparisonRow } from './result.ts'
import { quantile, ratio, stray, type Times } from './statistics.ts'

/** One of those that do the same work. */
export interface Subject {
  readonly name: string
  /** Does the work once, and reads what comes out of it. It should take a millisecond or more. */
  run(): unknown
  /** How many units of work one run does; the times are per unit, so a slow subject may be given less. */
  readonly units: number
  /** What a reader must know of this subject's row. */
  readonly note?: string
  /** Nanoseconds per unit, if it is too slow to take part: see `fittingShare`. It is not run then. */
  readonly tooSlow?: number
}

export interface CompareOptions extends Pick<BenchOptions, 'quick'> {
  readonly name: string
  readonly title: string
  /** The name of the subject that all are compared to. */
  readonly baseline: string
  /** What `Subject.units` counts. @default 'event' */
  readonly unit?: string
  /** Who does not take part, and why: a sentence each. */
  readonly absent?: readonly string[]
}

/** Farther from itself than this in one attempt, and the comparison is repeated. */
const STRAY_LIMIT = 0.05
const ATTEMPTS = 3
/** Nanoseconds that a subject runs in a round, at least. */
const ROUND_TIME = 12e6
/** The same of the rounds before the first, which are for the compiler. */
const WARM_UP_TIME = 60e6
const WARM_UP_ROUNDS = 2

/**
 * Measures the subjects in turns, in another order each round, and compares each to the baseline. The baseline takes
 * part twice, as A and A': how far these two stray from each other is what chance does to every other row. Is that more
 * than 5 %, the comparison is repeated, up to three times, and the calmest attempt counts.
 */
export async function compare(subjects: readonly Subject[], options: CompareOptions): Promise<Comparison> {
  const baseline = subjects.find(({ name }) => name === options.baseline)
  if (baseline === undefined) throw new TypeError(`no subject of the name ${options.baseline}`)
  const others = subjects.filter((subject) => subject !== baseline)
  const pair = [baseline, { ...baseline, name: `${baseline.name} (A')` }]
  const attempts = options.quick ? 1 : ATTEMPTS
  let calmest: Comparison | undefined
  for (let attempt = 0; attempt < attempts && (calmest === undefined || calmest.noisy); attempt += 1) {
    const comparison = await attemptOnce([...pair, ...others], options)
    if (calmest === undefined || comparison.stray < calmest.stray) calmest = comparison
  }
  if (calmest === undefined) throw new Error('unreachable')
  return calmest
}

async function attemptOnce(subjects: readonly Subject[], options: CompareOptions): Promise<Comparison> {
  const { name, title, unit = 'event', quick, absent = [] } = options
  const rounds = quick ? 3 : 15
  const times = await interleave(subjects, rounds)
  const [base, again] = times
  if (base === undefined || again === undefined) throw new Error('unreachable')
  const rows = subjects.map((subject, index) => row(subject, times[index] ?? base, base))
  const off = stray(ratio(base, again))
  return { name, title, unit, rounds, stray: off, noisy: off > STRAY_LIMIT, rows, absent }
}

async function interleave(subjects: readonly Subject[], rounds: number): Promise<readonly Times[]> {
  const random = seededRandom(rounds)
  const states = subjects.map((subject) => ({ subject, best: Infinity, rounds: [] as number[] }))
  const running = states.filter(({ subject }) => subject.tooSlow === undefined)
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    for (const { subject } of shuffled(random, running)) await time(subject, WARM_UP_TIME)
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const state of shuffled(random, running)) {
      collectYoung()
      const { best, median } = await time(state.subject, ROUND_TIME)
      state.best = Math.min(state.best, best)
      state.rounds.push(median)
    }
  }
  return states
}

/** One subject's turn, in nanoseconds per unit. */
async function time({ run, units }: Subject, atLeast: number): Promise<{ best: number; median: number }> {
  const { min, samples } = await measure(() => run(), {
    min_cpu_time: atLeast,
    min_samples: 1,
    // One call is one sample, all of them count, and the garbage is collected by us.
    batch_threshold: -1,
    warmup_threshold: -1,
    samples_threshold: Number.MAX_VALUE,
    gc: false,
  })
  return { best: min / units, median: quantile(samples, 0.5) / units }
}

function row({ name, note, tooSlow }: Subject, { best, rounds }: Times, base: Times): ComparisonRow {
  const notes = note === undefined ? {} : { note }
  if (tooSlow === undefined) {
    return { subject: name, best, median: quantile(rounds, 0.5), ratio: ratio(base, { best, rounds }), ...notes }
  }
  const always = { best: tooSlow, rounds: base.rounds.map(() => tooSlow) }
  return { subject: name, best: tooSlow, median: tooSlow, ratio: ratio(base, always), bound: true, ...notes }
}
