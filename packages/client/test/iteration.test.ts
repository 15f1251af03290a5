import { Readable } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import { setUp, STOP, ticks } from './set-up.ts'

describe('iteration', () => {
  it('works for whatever takes an async iterable', async () => {
    const body = 'data: a\n\ndata: b\n\n'
    const events = await setUp([{ body }, STOP]).clock.run(
      Readable.from(setUp([{ body }], { retry: false }).connection).toArray(),
    )
    expect(events).toMatchObject([{ data: 'a' }, { data: 'b' }])
  })

  it('answers calls in order, whenever they come', async () => {
    for (let moment = 0; moment < 40; moment += 1) {
      const { connection } = setUp([{ body: 'data: a\n\ndata: b\n\n', fault: 'stall' }])
      const iterator = connection[Symbol.asyncIterator]()
      const first = iterator.next()
      await ticks(moment)
      const second = iterator.next()
      expect(await Promise.all([first, second])).toMatchObject([{ value: { data: 'a' } }, { value: { data: 'b' } }])
      await connection.close()
    }
  })

  it('answers overlapping calls in order, errors too', async () => {
    const { connection, clock } = setUp([{ body: 'data: a\n\ndata: b\n\n' }, { status: 404 }])
    const iterator = connection[Symbol.asyncIterator]()
    const results = Promise.allSettled([iterator.next(), iterator.next(), iterator.next(), iterator.next()])
    expect(await clock.run(results)).toMatchObject([
      { value: { value: { data: 'a' } } },
      { value: { value: { data: 'b' } } },
      { reason: { status: 404 } },
      { value: { done: true } },
    ])
  })
})

describe('callbacks', () => {
  it('that throw are reported as uncaught and change nothing', async () => {
    const report = vi.fn<(error: unknown) => void>()
    const listeners = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', report)
    const { outcome } = setUp([{ body: ':x\ndata: a\n\n' }, STOP], {
      onComment: (text) => {
        throw new Error(text)
      },
    })
    expect(await outcome()).toEqual({ events: ['a'] })
    process.removeListener('uncaughtException', report)
    for (const listener of listeners) process.on('uncaughtException', listener)
    expect(report.mock.calls[0]?.[0]).toMatchObject({ message: 'x' })
  })
})
