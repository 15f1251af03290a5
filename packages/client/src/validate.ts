import { describe } from './describe.ts'

/** @throws TypeError, or another error, that names the option, what it must be and what was given. */
export function be(
  isRight: boolean,
  name: string,
  what: string,
  value: unknown,
  Kind: ErrorConstructor = TypeError,
): void {
  if (!isRight) throw new Kind(`${name} must be ${what}, got ${describe(value)}`)
}

/** @throws TypeError naming the first option of `unknown`, what is left when the known ones are taken out. */
export function haveNoOther(unknown: object, path = ''): void {
  const [name] = Object.keys(unknown)
  if (name !== undefined) throw new TypeError(`unknown option: ${path}${name}`)
}

/** @throws TypeError naming the first that is none, and not missing where it may. */
export function beFunctions(values: object, areOptional = false): void {
  for (const [name, value] of Object.entries(values)) {
    be(typeof value === 'function' || (areOptional && value === undefined), name, 'a function', value)
  }
}

/** @throws TypeError naming the first that is none. */
export function beBooleans(values: object, path = ''): void {
  for (const [name, value] of Object.entries(values)) be(typeof value === 'boolean', path + name, 'a boolean', value)
}

/** @throws TypeError if it is none. */
export function beObject(name: string, value: unknown): void {
  be(typeof value === 'object' && value !== null, name, 'an object', value)
}

/** @throws TypeError if it is none of them. */
export function beOneOf(name: string, values: readonly unknown[], value: unknown): void {
  be(values.includes(value), name, `one of ${values.join(', ')}`, value)
}

/** @throws TypeError if one is no number. @throws RangeError if one is less than `least` or NaN. */
export function beDurations(values: object, path: string, least = 0): void {
  for (const [name, value] of Object.entries(values)) {
    beNumber(path + name, value)
    be(value >= least, path + name, `at least ${least} ms`, value, RangeError)
  }
}

/** @throws TypeError if it is no number. @throws RangeError if it is neither an integer of at least 1 nor Infinity. */
export function beCount(name: string, value: unknown): void {
  beNumber(name, value)
  const isCount = value === Infinity || (Number.isSafeInteger(value) && Number(value) >= 1)
  be(isCount, name, 'an integer of at least 1, or Infinity', value, RangeError)
}

function beNumber(name: string, value: unknown): void {
  be(typeof value === 'number', name, 'a number', value)
}
