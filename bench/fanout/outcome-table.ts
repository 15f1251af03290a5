import type { Table } from '../harness/result.ts'
import { STRAY_LIMIT, type Outcome } from './contest.ts'
import { coresRemark, type Cores } from './cores.ts'

/** Busier than this, and the readers may have held the server up. */
const BUSY = 0.9

export interface OutcomeHead {
  readonly name: string
  readonly title: string
  /** What a cost is per. @default 'delivery' */
  readonly unit?: string
  readonly cores: Cores | undefined
  readonly remarks?: readonly string[]
}

/** An outcome for people: costs, multiples of the first with their quartiles, and the rate. */
export function outcomeTable(
  outcome: Outcome,
  { name, title, unit = 'delivery', cores, remarks = [] }: OutcomeHead,
): Table {
  const columns = ['server', `best ns/${unit}`, 'median', '× first', 'quartiles', `${unit}/s`, 'readers busy, %']
  const rows = outcome.standings.map(({ label, best, median, paired, rate, busy }) => {
    const spread = `${paired.q1.toFixed(2)} to ${paired.q3.toFixed(2)}`
    const used = `${Math.round(busy * 100)}${busy > BUSY ? ': TOO BUSY' : ''}`
    return [label, round(best), round(median), Number(paired.median.toFixed(3)), spread, round(rate), used]
  })
  return { name, title, columns, rows, remarks: [strayRemark(outcome), coresRemark(cores), ...remarks] }
}

/** Says how far the first strayed from itself, loudly if that was too far. */
function strayRemark({ stray, attempts, rounds }: Outcome): string {
  const percent = `${(stray * 100).toFixed(1)} %`
  const count = attempts > 1 ? `, in the calmest of ${attempts} attempts` : ''
  return `${stray > STRAY_LIMIT ? 'NOISY: ' : ''}A/A strays by ${percent} over ${rounds} rounds${count}.`
}

/** Three digits that matter. */
function round(value: number): number {
  return Number(value.toPrecision(3))
}
