/** For logs, and all that has limits: a whole number of at least `least`, or a `RangeError` that names the option. */
export function wholeNumber(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new RangeError(`${name} must be a whole number of at least ${least}, got ${String(value)}`)
}
