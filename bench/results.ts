import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MEASURED } from './arguments.ts'
import type { Measurement } from './measure.ts'
import { runtimes } from './runtimes.ts'

const FOLDER = join(import.meta.dirname, 'results')

/** Keeps a measurement for `report`, in place of the one before. */
export function save(measurement: Measurement): void {
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(fileOf(measurement), `${JSON.stringify(measurement, rounded)}\n`)
}

/** What is kept of the same command on the same runtime. */
export function kept(measurement: Measurement): Measurement | undefined {
  const file = fileOf(measurement)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Measurement) : undefined
}

function fileOf({ command, environment }: Measurement): string {
  return join(FOLDER, `${command}-${environment.runtime}.json`)
}

/** All that is kept, in the order in which the commands and runtimes are listed. */
export function saved(): readonly Measurement[] {
  const all = globSync('*.json', { cwd: FOLDER }).map((name) => {
    return JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Measurement
  })
  return all.toSorted((a, b) => place(a) - place(b))
}

function place({ command, environment }: Measurement): number {
  const runtime = runtimes.findIndex(({ name }) => name === environment.runtime)
  return MEASURED.indexOf(command) * runtimes.length + runtime
}

/** Four digits are more than any of these figures is worth. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value
}
