import { expect, it } from 'vitest'
import { entriesOf } from '../src/message.ts'

const MARK = ['0123456789abcdef', 7, 'aaaaaaaaaaaa', 'bbbbbbbbbbbb', 1_700_000_000_000]

it('a wake-up carries entries', () => {
  const page = entriesOf(JSON.stringify([...MARK, ['c'], 'one', ['d', 'x'], 'two ["']))
  expect(page?.from).toEqual({ seq: 7, position: '0123456789abcdef-7-aaaaaaaaaaaa' })
  expect(page?.entries).toEqual([
    { seq: 8, position: '0123456789abcdef-8-bbbbbbbbbbbb', channel: 'c', data: 'one', time: 1_700_000_000_000 },
    {
      seq: 9,
      position: '0123456789abcdef-9-bbbbbbbbbbbb',
      channel: 'd',
      type: 'x',
      data: 'two ["',
      time: 1_700_000_000_000,
    },
  ])
  expect(page?.head).toBe(page?.entries[1])
})

it.for([
  '',
  '12',
  'end',
  '[',
  JSON.stringify(MARK).slice(0, -1),
  JSON.stringify([...MARK, 'c', 'x']),
  JSON.stringify([...MARK, ['c'], 5]),
  JSON.stringify([...MARK, ['c']]),
  JSON.stringify([MARK]),
  JSON.stringify([1, 2]),
  'x[]',
  '[null]',
  '{}',
])('%j is none: the log is read, and nothing is thrown', (message) => {
  expect(entriesOf(message)).toBeUndefined()
})
