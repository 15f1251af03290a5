import type { Table } from '../harness/result.ts'
import type { Measurement } from '../measure.ts'
import { compared, summary } from './comparisons.ts'
import { markdown, sentence } from './markdown.ts'
import { timesFirst } from './times-first.ts'

const INTRO = `# Benchmarks

Written by \`pnpm bench report\` from what \`pnpm bench <command> --runtime all --save\` measured; CI checks that it is. How it is measured and how to read it: [bench/README.md](../bench/README.md).

A ratio is how many times faster than the first row of its table a subject was, best run by best run, on the same runtime and in the same process (fanout says \`× first\` instead, see there): above 1 is faster. Nanoseconds are those of the machine below; the ratios say more. An asterisk: the first row strayed more than 5 % from itself.`

/** The whole page. */
export function page(measurements: readonly Measurement[]): string {
  const commands = [...new Set(measurements.map(({ command }) => command))]
  const parts = commands.map((command) =>
    section(
      command,
      measurements.filter((one) => one.command === command),
    ),
  )
  return `${[INTRO, environments(measurements), ...parts].join('\n\n')}\n`
}

function environments(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ command, environment }) => {
    const { runtime, version, cpu, cores, date, quick } = environment
    return [command, `${runtime} ${version}`, `${cpu}, ${cores} cores`, `${date}${quick ? ' (quick)' : ''}`]
  })
  const packages = new Map(measurements.flatMap(({ environment }) => Object.entries(environment.packages)))
  const versions = [...packages].map(([name, version]) => `${name} ${version}`).join(', ')
  return `${markdown(['command', 'runtime', 'machine', 'date'], rows)}\n\nPackages: ${versions}.`
}

function section(command: string, measurements: readonly Measurement[]): string {
  const comparisons = compared(measurements)
  const tables = measurements.flatMap(({ environment, tables = [] }) => {
    return tables.map((table) => tableOf(table, environment.runtime))
  })
  const overview = [...(comparisons.length > 0 ? [summary(measurements)] : []), ...timesFirst(measurements)]
  return [`## ${sentence(command)}`, ...overview, ...comparisons, ...tables].join('\n\n')
}

function tableOf({ name, title, columns, rows, remarks = [] }: Table, runtime: string): string {
  return [`### ${name} on ${runtime}`, `${sentence(title)}.`, markdown(columns, rows), ...remarks].join('\n\n')
}
