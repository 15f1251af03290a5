import { describe } from './describe.ts'

/** @throws TypeError, or another error, that names the option, what it must be and what was given. */
export function demand(
  isRight: boolean,
  name: string,
  what: string,
  value: unknown,
  Kind: ErrorConstructor = TypeError,
): void {
  if (!isRight) throw new Kind(`${name} must be ${what}, got ${describe(value)}`)
}

/**
 * The options given, and the defaults of those that are not. A default says what an option must be: a number, a
 * function and so on; one of `undefined` says nothing.
 *
 * @param path What the options belong to, for messages.
 * @throws TypeError naming an option that is unknown, or not what its default is.
 */
export function settle<Options extends object>(given: AsGiven<Options>, defaults: Options, path = ''): Options {
  demand(typeof given === 'object' && given !== null, path || 'options', 'an object', given)
  const settled = { ...defaults } as Record<string, unknown>
  const prefix = path && `${path}.`
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(settled, name)) throw new TypeError(`unknown option: ${prefix}${name}`)
    if (value === undefined) continue
    const kind = typeof settled[name]
    // What may be one thing or another is judged where it is known.
    if (kind !== 'undefined' && kind !== 'string') demand(kind === typeof value, prefix + name, `a ${kind}`, value)
    settled[name] = value
  }
  return settled as Options
}

type AsGiven<Options> = { readonly [Name in keyof Options]?: Options[Name] | undefined }
