import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Bench } from '../harness/bench.ts'
import type { Table } from '../harness/result.ts'
import { coders } from './coders.ts'
import type { Delivery } from './delivery.ts'
import type { Figures } from './figures.ts'

/** What compressing an event stream costs, each event flushed: bytes, CPU and memory. */
export const compressionBench: Bench = async ({ only, quick }) => {
  const parts = { coders: coderTable, delivery: deliveryTable }
  const chosen = Object.entries(parts).filter(([name]) => (only ?? name) === name)
  return { tables: chosen.map(([, table]) => table(quick)) }
}

export const cases: readonly string[] = ['coders', 'delivery']

function coderTable(quick: boolean): Table {
  const here = coders.filter((coder) => coder.create() !== undefined)
  const figures = here.map(({ name }) => ({ name, ...ask<Figures>('figures', name, quick) }))
  const plain = Math.round(figures[0]?.plain ?? Number.NaN)
  const rows = figures.map(({ name, short, long, cpu, memory, memoryLater }) => {
    return [name, Math.round(short), Math.round(long), cpu, kibibytes(memory), kibibytes(memoryLater)]
  })
  return {
    name: 'coders',
    title: 'what it costs to compress JSON events one by one, each flushed, on 1,000 connections',
    columns: ['coder', 'bytes of 20', 'of 2,000', 'CPU us', 'KiB held', 'after 2 MiB'],
    rows: [['none', plain, plain, 0, 0, 0], ...rows],
    remarks: [
      `Bytes per event, ${plain} before: of the first 20 of a stream, and of 2,000. CPU of all threads per event and connection, memory per connection.`,
      ...coders.filter((coder) => !here.includes(coder)).map(({ name }) => `This runtime has no ${name}.`),
    ],
  }
}

function deliveryTable(quick: boolean): Table {
  return {
    name: 'delivery',
    title: 'what a server with 1,000 clients spends on such events one by one, as they are and through a middleware',
    columns: ['stream', 'CPU us', 'KiB held'],
    rows: ['none', 'gzip'].map((way) => {
      const { cpu, memory } = ask<Delivery>('delivery', way, quick)
      return [way, cpu, kibibytes(memory)]
    }),
  }
}

function ask<T>(program: string, argument: string, quick: boolean): T {
  const args = ['--expose-gc', join(import.meta.dirname, `${program}.js`), argument, ...(quick ? ['--quick'] : [])]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as T
}

function kibibytes(bytes: number): number {
  return Math.round(bytes / 1024)
}
