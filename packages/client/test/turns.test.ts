import { describe, expect, it } from 'vitest'
import type { FaultyAnswer } from '@eventwire/conformance'
import { setUp, STOP } from './set-up.ts'

const NEWS = 'retry: 100\nid: 1\ndata: a\n\n'

describe('a stream that is gone at once', () => {
  it.each<[string, FaultyAnswer, number]>([
    ['is no failure if it had another id and ended cleanly: the wait is what the server asked', { body: NEWS }, 100],
    ['is one if it broke off', { body: NEWS, fault: 'drop' }, 500],
    ['is one if it had no id', { body: 'retry: 100\ndata: a\n\n' }, 500],
    ['is one if it had only the id that it began with', { body: 'retry: 100\nid: 0\ndata: a\n\n' }, 500],
    ['is one if it had nothing', { body: 'retry: 100\n\n' }, 500],
  ])('%s', async (_, answer, delay) => {
    const { changes, outcome } = setUp([answer, STOP], { lastEventId: '0' })
    await outcome()
    expect(changes.find(({ state }) => state === 'waiting')).toMatchObject({ delay })
  })

  it('can be polled for ever, and makes the count of failures begin anew', async () => {
    const script = Array.from({ length: 40 }, (_, n) => ({ body: `retry: 100\nid: ${n + 1}\ndata: a\n\n` }))
    const { changes, outcome } = setUp([{ fault: 'refuse' }, ...script, STOP], { retry: { maxFailures: 2 } })
    expect(await outcome()).toMatchObject({ events: { length: 40 } })
    expect(changes.filter(({ state }) => state === 'waiting').map(({ delay }) => delay)).toEqual([
      1_000,
      ...Array.from({ length: 40 }, () => 100),
    ])
  })
})
