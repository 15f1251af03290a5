import type { Awaitable } from './suite.ts'

/**
 * Fails with one readable sentence unless `got` and `expected` are the same plain data. The kit brings its own, as it
 * also runs where no assertion library does.
 */
export function assertEqual(got: unknown, expected: unknown, about: string): void {
  if (isEqual(got, expected)) return
  throw new Error(`${about}\n  expected ${show(expected)}\n  got      ${show(got)}`)
}

/** Fails unless `act` throws an error of one of the names in `expected`; returns that error. */
export async function assertThrows(act: () => unknown, expected: readonly string[], about: string): Promise<Error> {
  const wanted = `expected a ${expected.join(' or a ')}`
  let result: unknown
  try {
    result = await act()
  } catch (error) {
    if (error instanceof Error && expected.includes(error.name)) return error
    throw new Error(`${about}\n  ${wanted}\n  got      ${String(error)}`, { cause: error })
  }
  throw new Error(`${about}\n  ${wanted}\n  got      ${show(result)}`)
}

/** What `act` gives. If it throws, the error says what about, and keeps the cause. */
export async function assertResolves<T>(act: () => Awaitable<T>, about: string): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw new Error(`${about}\n  expected a result\n  got      ${String(error)}`, { cause: error })
  }
}

/** Plain data as one line of JSON in ASCII, so that an invisible character can be seen. */
export function show(value: unknown): string {
  const json = JSON.stringify(value, (_key, part: unknown) => {
    if (part === undefined) return '(undefined)'
    if (typeof part === 'number' && !Number.isFinite(part)) return `(${part})`
    if (part instanceof Uint8Array) return `(bytes ${hex(part)})`
    return part
  })
  return json.replaceAll(/[^ -~]/g, (unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0'))
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = Object.entries(a)
  const right = new Map(Object.entries(b))
  return left.length === right.size && left.every(([key, value]) => right.has(key) && isEqual(value, right.get(key)))
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}
