/** What a call of a method costs, given what it is called on, with what, and what it returns. */
type Cost = (self: { readonly length: number }, first: unknown, second: unknown, result: unknown) => number

/** The methods that can take longer than a step, on the prototypes that have them. */
const COSTS: readonly (readonly [prototype: object, name: string, cost: Cost])[] = [
  [
    String.prototype,
    'indexOf',
    ({ length }, _, start, found) => (found === -1 ? length : Number(found)) - Number(start ?? 0),
  ],
  [String.prototype, 'includes', ({ length }) => length],
  [String.prototype, 'startsWith', (_, sought) => String(sought).length],
  [String.prototype, 'charCodeAt', () => 0],
  [Array.prototype, 'join', ({ length }, _first, _second, result) => length + String(result).length],
  [Array.prototype, 'splice', ({ length }, start) => length - Number(start)],
  [TextDecoder.prototype, 'decode', (_, bytes) => (bytes instanceof Uint8Array ? bytes.length : 0)],
]

/**
 * The steps that `run` has the engine take: characters searched and looked at, joined and decoded, places moved in
 * arrays. Counted and not timed, so that they are as many on every machine.
 */
export function workOf(run: () => void): number {
  let steps = 0
  const restore = COSTS.map(([prototype, name, cost]) => {
    const original = Object.getOwnPropertyDescriptor(prototype, name)
    if (typeof original?.value !== 'function') throw new TypeError(`there is no method ${name}`)
    const method: (...args: unknown[]) => unknown = original.value
    const value = function (this: { readonly length: number }, ...args: unknown[]): unknown {
      const { length } = this
      const result = Reflect.apply(method, this, args)
      steps += 1 + cost({ length }, args[0], args[1], result)
      return result
    }
    Object.defineProperty(prototype, name, { ...original, value })
    return () => Object.defineProperty(prototype, name, original)
  })
  try {
    run()
    return steps
  } finally {
    for (const put of restore) put()
  }
}
