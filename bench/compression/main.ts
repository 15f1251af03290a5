import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Bench } from '../harness/bench.ts'
import { coders, type Coder } from './coders.ts'
import type { Figures } from './figures.ts'

const COLUMNS = ['coder', 'bytes of 20', 'of 2,000', 'CPU us', 'KiB held', 'after 2 MiB']

/** What compressing an event stream costs, each event flushed: bytes, CPU and memory. */
export const compressionBench: Bench = async ({ only, quick }) => {
  const here = coders.filter((coder) => coder.create() !== undefined)
  const chosen = here.filter(({ name }) => (only ?? name) === name)
  const figures = chosen.map((coder) => figuresOf(coder, quick))
  const plain = figures[0]?.plain ?? Number.NaN
  const rows = chosen.map(({ name }, index) => {
    const { short = 0, long = 0, cpu = 0, memory = 0, memoryLater = 0 } = figures[index] ?? {}
    return [name, Math.round(short), Math.round(long), cpu, kibibytes(memory), kibibytes(memoryLater)]
  })
  const title = 'what it costs to compress JSON events one by one, each flushed, on 1,000 connections'
  const remarks = [
    `Bytes per event, ${Math.round(plain)} before: of the first 20 of a stream, and of 2,000. CPU of all threads per event and connection, memory per connection.`,
    ...coders.filter((coder) => !here.includes(coder)).map(({ name }) => `This runtime has no ${name}.`),
  ]
  return {
    tables: [
      {
        name: 'compression',
        title,
        columns: COLUMNS,
        rows: [['none', Math.round(plain), Math.round(plain), 0, 0, 0], ...rows],
        remarks,
      },
    ],
  }
}

function figuresOf({ name }: Coder, quick: boolean): Figures {
  const args = ['--expose-gc', join(import.meta.dirname, 'figures.js'), name, ...(quick ? ['--quick'] : [])]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Figures
}

function kibibytes(bytes: number): number {
  return Math.round(bytes / 1024)
}
