import { FakeClock } from '@eventwire/conformance'
import { expect, it } from 'vitest'
import type { SubscriberListener } from '../src/index.ts'
import { Feed } from '../src/feed.ts'
import { Feeds } from '../src/feeds.ts'
import { resolveOptions } from '../src/options.ts'
import { Wakes } from '../src/wakes.ts'

it('a connection for pub/sub that cannot be made again is told of, and asked for again', async () => {
  const clock = Object.assign(new FakeClock(), { turn: (callback: () => void) => void setImmediate(callback) })
  const errors: unknown[] = []
  const added: (readonly string[])[] = []
  const add = async (channels: readonly string[]): Promise<void> => void added.push(channels)
  let made = 0
  const connection = {
    resends: false,
    send: () => Promise.reject(new Error('Asked')),
    subscriber(listener: SubscriberListener) {
      made += 1
      if (made === 2) throw new Error('The client is closed')
      queueMicrotask(() => listener.ready())
      // The first gives up.
      const isOver = made === 1
      return { add, remove: async () => undefined, isOver, close: () => undefined }
    },
  }
  const parts = { connection, wake: () => undefined, take: () => undefined }
  const wakes = new Wakes({ ...parts, onError: (error) => errors.push(error) })
  const feeds = new Feeds({ options: { ...resolveOptions({ client: connection, clock }), checkInterval: 10 }, wakes })
  const feed = new Feed(() => Promise.reject(new Error('Read')), clock.turn)
  feeds.of('channel', () => ({ feed, look: async () => undefined }))
  feed.sleep(() => undefined)
  await clock.advance(10)
  expect(errors).toEqual([new Error('The client is closed')])
  await clock.advance(10)
  await expect.poll(() => added.at(-1)).toEqual(['channel'])
  expect(made).toBe(3)
  feeds.close()
  wakes.close()
})
