import { parseArgs } from 'node:util'
import { Problem } from './problem.ts'

export const USAGE = `Usage: npx -y pnpm@12.21.0 demo [--port N] [--tail FILE] [--once] [--help]

  --port N     listen on this port of 127.0.0.1 (default: 4300, or a free one if that is taken)
  --tail FILE  stream the lines appended to FILE as well
  --once       no terminal needed: 50 events, one cut, a check that nothing is missing or repeated
  --help       show this`

/** What was asked for on the command line. */
export interface Options {
  /** Undefined: the default one, or another if that is taken. */
  readonly port: number | undefined
  readonly tail: string | undefined
  readonly once: boolean
  readonly help: boolean
}

type Value = string | true

/** @throws Problem with exit code 2 for what the usage does not name. */
export function parseOptions(args: readonly string[]): Options {
  const values = flags(args[0] === '--' ? args.slice(1) : args)
  const port = text(values, 'port', 'a number')
  return {
    port: port === undefined ? undefined : portNumber(port),
    tail: text(values, 'tail', 'a file'),
    once: alone(values, 'once'),
    help: alone(values, 'help'),
  }
}

function flags(args: readonly string[]): ReadonlyMap<string, Value> {
  const options = { port: { type: 'string' }, tail: { type: 'string' }, once: { type: 'boolean' } } as const
  const known = { ...options, help: { type: 'boolean', short: 'h' } } as const
  // Not strict, since the sentences of strict parsing are made for programmers.
  const { tokens } = parseArgs({ args: [...args], options: known, strict: false, allowPositionals: true, tokens: true })
  const values = new Map<string, Value>()
  for (const token of tokens) {
    if (token.kind === 'positional') throw wrong(`Unexpected argument: ${token.value}`)
    if (token.kind === 'option-terminator') throw wrong('Unexpected argument: --')
    if (!Object.hasOwn(known, token.name)) throw wrong(`Unknown flag: ${token.rawName}`)
    if (values.has(token.name)) throw wrong(`Given twice: --${token.name}`)
    values.set(token.name, token.value ?? true)
  }
  return values
}

function text(values: ReadonlyMap<string, Value>, name: string, what: string): string | undefined {
  const value = values.get(name)
  if (value === undefined) return undefined
  if (value === true || value === '') throw wrong(`--${name} needs ${what}`)
  return value
}

function alone(values: ReadonlyMap<string, Value>, name: string): boolean {
  const value = values.get(name)
  if (typeof value === 'string') throw wrong(`--${name} takes no value, got ${value}`)
  return value === true
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw wrong(`--port must be a whole number from 0 to 65535, got ${text}`)
}

function wrong(sentence: string): Problem {
  return new Problem(`${sentence}.\n\n${USAGE}`, 2)
}
