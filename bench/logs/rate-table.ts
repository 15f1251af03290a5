import { STRAY_LIMIT, type Outcome } from '../fanout/contest.ts'
import type { Table } from '../harness/result.ts'

export interface RateHead {
  readonly name: string
  readonly title: string
  /** What is counted, such as 'appends'. */
  readonly unit: string
  /** What a cost is, such as 'µs'; it is in nanoseconds. */
  readonly cost: string
  readonly remarks?: readonly string[]
}

/** An outcome for people: what one unit costs, in multiples of the first with their quartiles, and the rate. */
export function rateTable(outcome: Outcome, { name, title, unit, cost, remarks = [] }: RateHead): Table {
  const rows = outcome.standings.map(({ label, median, paired, rate }) => {
    const spread = `${paired.q1.toFixed(2)} to ${paired.q3.toFixed(2)}`
    return [label, digits(rate), digits(median / 1_000), Number(paired.median.toFixed(3)), spread]
  })
  const columns = ['node', `${unit}/s`, cost, '× first', 'quartiles']
  return { name, title, columns, rows, remarks: [strayRemark(outcome), ...remarks] }
}

/** Says how far the first strayed from itself, loudly if that was too far. */
export function strayRemark({ stray, attempts, rounds }: Outcome): string {
  const count = attempts > 1 ? `, in the calmest of ${attempts} attempts` : ''
  return `${stray > STRAY_LIMIT ? 'NOISY: ' : ''}A/A strays by ${(stray * 100).toFixed(1)} % over ${rounds} rounds${count}.`
}

/** Three that matter. */
export function digits(value: number): number {
  return Number(value.toPrecision(3))
}
