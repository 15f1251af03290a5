import { parseArgs } from 'node:util'
import { runtimes, type Runtime } from './runtimes.ts'

/** Measured on any runtime. */
export const MEASURED: readonly string[] = [
  'parser',
  'encoder',
  'streams',
  'client',
  'attack',
  'retention',
  'compression',
  'fanout',
  'logs',
]
/** Writes a page of the docs, or says whether it is up to date. */
const WRITTEN: readonly string[] = ['conformance', 'report']

export const USAGE = `Usage: pnpm bench <command> [options]

  parser       EventStreamParser and others, bytes to events
  encoder      encode and FrameEncoder and others, events to text or bytes
  streams      parseEventStream and others, over a ReadableStream
  client       connect and others, from fetch to the consumer
  attack       what hostile streams cost, against their size
  retention    what kept events hold in memory
  fanout       a hub and other servers, one publish to many readers
  logs         logs on SQLite and Redis, and the same by hand (on Node)
  compression  what it costs to compress event streams, each event flushed (on Node)
  conformance  docs/conformance.md: who deviates from the standard where
  report       docs/benchmarks.md, from what --save left in bench/results

  --runtime <names>  ${runtimes.map(({ name }) => name).join(', ')} (with commas between), or all; node24 by default
  --only <case>      this case only
  --quick            three rounds instead of fifteen: to see that it works, not to quote
  --save             keeps the results in bench/results, for report; with --only in place of that case alone
  --json <file>      writes the results to a file
  --check            conformance, report: writes nothing, fails if the page is not up to date
  --no-build         measures what was built last`

/** What the command line asks for. */
export interface Arguments {
  readonly command: string
  readonly runtimes: readonly Runtime[]
  readonly only: string | undefined
  readonly quick: boolean
  readonly save: boolean
  readonly json: string | undefined
  readonly check: boolean
  readonly build: boolean
}

/** The command line is wrong: a sentence for the person who typed it. */
export class UsageError extends Error {}

/** @throws UsageError if `args` are not what {@link USAGE} says */
export function readArguments(args: readonly string[]): Arguments {
  const { positionals, values } = parse(args)
  const [command, ...more] = positionals
  if (command === undefined) throw new UsageError('Which command?')
  if (![...MEASURED, ...WRITTEN].includes(command)) throw new UsageError(`There is no command ${command}.`)
  if (more.length > 0) throw new UsageError(`One command at a time: ${more.join(' ')} is too much.`)
  const { only, quick, save, json, check, runtime } = values
  return { command, runtimes: chosen(runtime), only, quick, save, json, check, build: !values['no-build'] }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        runtime: { type: 'string', default: 'node24' },
        only: { type: 'string' },
        quick: { type: 'boolean', default: false },
        save: { type: 'boolean', default: false },
        json: { type: 'string' },
        check: { type: 'boolean', default: false },
        'no-build': { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    // The first sentence says it; parseArgs goes on with advice for programs of another kind.
    const message = error instanceof Error ? error.message : String(error)
    throw new UsageError(message.replace(/\. .*/s, '.'))
  }
}

function chosen(names: string): readonly Runtime[] {
  if (names === 'all') return runtimes
  return names.split(',').map((name) => {
    const runtime = runtimes.find((known) => known.name === name)
    if (runtime === undefined) throw new UsageError(`There is no runtime ${name}.`)
    return runtime
  })
}
