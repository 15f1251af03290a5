import { expect, it } from 'vitest'
import type { Measurement } from '../measure.ts'
import { timesFirst } from '../report/times-first.ts'

const environment = { version: '1.2.3', cpu: 'CPU', cores: 2, date: '2026-11-26', quick: false, packages: {} }

it('shows ours in multiples of the first, by runtime', () => {
  const columns = ['server', 'best ns/delivery', '× first', 'quartiles']
  const table = (ours: string, cost: number, remarks: readonly string[]) => {
    return {
      name: 'f',
      title: 't',
      columns,
      rows: [
        ['floor', 1, 1, '1.00 to 1.00'],
        [ours, 2, cost, '1.10 to 1.30'],
      ],
      remarks,
    }
  }
  const measurements: Measurement[] = [
    {
      command: 'fanout',
      environment: { ...environment, runtime: 'node24' },
      tables: [table('eventwire, a hub of @eventwire/node', 1.2, [])],
    },
    {
      command: 'fanout',
      environment: { ...environment, runtime: 'bun' },
      tables: [table('eventwire, a hub of @eventwire/bun', 1.15, ['NOISY: so'])],
    },
  ]
  expect(timesFirst(measurements).at(-1)?.split('\n')).toEqual([
    '| case | subject                         | node24              | bun                  |',
    '| ---- | ------------------------------- | ------------------- | -------------------- |',
    '| f    | eventwire, a hub of the adapter | 1.20 (1.10 to 1.30) | 1.15 (1.10 to 1.30)* |',
  ])
  expect(timesFirst([{ command: 'parser', environment: { ...environment, runtime: 'node24' } }])).toEqual([])
})
