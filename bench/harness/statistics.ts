/** Where the middle half of some values lies. */
export interface Quartiles {
  readonly q1: number
  readonly median: number
  readonly q3: number
}

export function quartiles(values: readonly number[]): Quartiles {
  return { q1: quantile(values, 0.25), median: quantile(values, 0.5), q3: quantile(values, 0.75) }
}

/**
 * The value below which `share` of the values lie, between two of them in proportion.
 *
 * @throws RangeError if there are no values, or `share` is not in 0…1
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('no values')
  if (!(share >= 0 && share <= 1)) throw new RangeError(`share must be in 0…1, got ${share}`)
  const sorted = values.toSorted((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const low = sorted[Math.floor(place)] ?? Number.NaN
  const high = sorted[Math.ceil(place)] ?? Number.NaN
  return low + (high - low) * (place - Math.floor(place))
}

/** How many times faster than the baseline: above 1 is faster. */
export interface Ratio {
  /** The baseline's best run by the subject's best run. */
  readonly best: number
  /** Of the same ratio taken within each round, where both met the same weather. */
  readonly paired: Quartiles
}

/**
 * @param baseline The baseline's time of each round.
 * @param subject The subject's time of each of the same rounds.
 * @throws RangeError if there is not one time of each per round
 */
export function ratio(baseline: Times, subject: Times): Ratio {
  if (baseline.rounds.length !== subject.rounds.length) throw new RangeError('one time per round and subject, please')
  const paired = subject.rounds.map((time, round) => (baseline.rounds[round] ?? Number.NaN) / time)
  return { best: baseline.best / subject.best, paired: quartiles(paired) }
}

/** What one subject took, per unit of work. */
export interface Times {
  /** Its fastest run. */
  readonly best: number
  /** The median run of each round. */
  readonly rounds: readonly number[]
}

/** How far a ratio of a thing to itself is off 1, in the best run or in the rounds: the noise. */
export function stray({ best, paired }: Ratio): number {
  return Math.max(Math.abs(best - 1), Math.abs(paired.median - 1))
}
