import type { Ratio } from './statistics.ts'

/** What a command of the bench measured on one runtime: what `--json` writes. */
export interface BenchResult {
  readonly comparisons?: readonly Comparison[]
  readonly tables?: readonly Table[]
}

/** Some subjects doing the same work in one process, in turns. */
export interface Comparison {
  readonly name: string
  /** For people: what the work is. */
  readonly title: string
  /** What a time is per, such as 'event'. */
  readonly unit: string
  readonly rounds: number
  /** How far the baseline strayed from itself: 0.05 is 5 %. */
  readonly stray: number
  /** The baseline strayed too far in every attempt: read the ratios with that much doubt. */
  readonly noisy: boolean
  readonly rows: readonly ComparisonRow[]
  /** Who does not take part, and why. */
  readonly absent: readonly string[]
}

export interface ComparisonRow {
  readonly subject: string
  /** Nanoseconds per unit, of the fastest run. */
  readonly best: number
  /** Nanoseconds per unit, the median over rounds. */
  readonly median: number
  /** To the baseline; above 1 is faster. */
  readonly ratio: Ratio
  /** It was too slow to be given all the work again and again: it is at best this fast. */
  readonly bound?: true
  /** What a reader must know of this row. */
  readonly note?: string
}

/** Anything else that was measured. */
export interface Table {
  readonly name: string
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
  /** Printed below it. */
  readonly remarks?: readonly string[]
}
