import { expect, it } from 'vitest'
import { entriesOf } from '../src/message.ts'

const MARK = '0123456789abcdef 7 aaaaaaaaaaaa bbbbbbbbbbbb 1700000000000 '

it('a wake-up carries entries', () => {
  const page = entriesOf(`${MARK}${JSON.stringify(['["c"]', 'one', '["d","x"]', 'two ["'])}`)
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
  MARK,
  `${MARK}[`,
  `${MARK}["["]`,
  `${MARK}["{","x"]`,
  `${MARK}["[\\"c\\"]",5]`,
  `x${MARK}[]`,
  `${MARK}[1,2]`,
])('%j is none: the log is read, and nothing is thrown', (message) => {
  expect(entriesOf(message)).toBeUndefined()
})
