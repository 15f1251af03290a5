/** @throws TypeError naming the first option of `unknown`, what is left when the known ones are taken out. */
export function assertNoneLeft(unknown: object, path = ''): void {
  const [name] = Object.keys(unknown)
  if (name !== undefined) throw new TypeError(`unknown option: ${path}${name}`)
}

/** @throws TypeError if it is none. */
export function assertFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`${name} must be a function, got ${String(value)}`)
}

/** @throws TypeError if it is none. */
export function assertObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`${name} must be an object, got ${String(value)}`)
}

/** @throws TypeError if it is no number. @throws RangeError if it is negative or NaN. */
export function assertDuration(name: string, value: unknown): void {
  assertNumber(name, value)
  if (!(value >= 0)) throw new RangeError(`${name} must be at least 0 ms, got ${value}`)
}

/** @throws TypeError if it is no number. @throws RangeError if it is neither an integer of at least 1 nor Infinity. */
export function assertCount(name: string, value: unknown): void {
  assertNumber(name, value)
  if (value === Infinity || (Number.isSafeInteger(value) && value >= 1)) return
  throw new RangeError(`${name} must be an integer of at least 1, or Infinity, got ${value}`)
}

function assertNumber(name: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, got ${String(value)}`)
}
