import { createSentinel } from 'redis'
import { describe, expect, it } from 'vitest'
import { RedisLogs, type RedisClient, type RedisConnection, type RedisLogsOptions } from '../src/index.ts'

/** A Redis that is never asked. */
const client: RedisConnection = {
  resends: false,
  send: () => Promise.reject(new Error('Asked')),
  subscriber: () => {
    throw new Error('Asked')
  },
}

describe('options', () => {
  it.for<Partial<RedisLogsOptions>>([
    { maxEntries: 0 },
    { maxEntries: 1.5 },
    { maxAge: 0 },
    { maxAge: Number.NaN },
    { maxEntryBytes: 0 },
    { timeout: 0 },
    { timeout: 2 ** 31 },
    { timeout: Infinity },
    { checkInterval: -1 },
    { checkInterval: 2 ** 31 },
    { keyTtl: 0 },
    { maxKeys: 0 },
    { maxPendingBytes: 0 },
  ])('%o is a RangeError that names the option', (options) => {
    expect(() => new RedisLogs({ client, ...options })).toThrow(RangeError)
    expect(() => new RedisLogs({ client, ...options })).toThrow(Object.keys(options)[0])
  })

  it.for(['{', 'a}', '\uD800'])('the prefix %j is a TypeError', (prefix) => {
    expect(() => new RedisLogs({ client, prefix })).toThrow(TypeError)
  })

  it.for([undefined, null, {}, 'redis://127.0.0.1', { call: 1 }, { sendCommand: () => undefined }])(
    'the client %o is a TypeError',
    (wrong) => {
      expect(() => new RedisLogs({ client: wrong as RedisClient })).toThrow(TypeError)
    },
  )

  it('a client of createSentinel, which has another signature, is a TypeError that says what to take', () => {
    const sentinel = createSentinel({ name: 'primary', sentinelRootNodes: [{ host: '127.0.0.1', port: 1 }] })
    const wrong = sentinel as unknown as RedisClient
    expect(() => new RedisLogs({ client: wrong })).toThrow(/createSentinel.*ioredis with `sentinels`/)
  })

  it('a name that is no well-formed text is a TypeError', () => {
    const logs = new RedisLogs({ client })
    expect(() => logs.open('\uDC00')).toThrow(TypeError)
    expect(() => logs.open(1 as unknown as string)).toThrow(TypeError)
  })

  it('data that are no text are refused, and Redis is not asked', async () => {
    const log = new RedisLogs({ client }).open('log')
    const entry = { channel: 'c', data: 42 as unknown as string }
    await expect(log.append([entry])).rejects.toThrow(RangeError)
  })

  it('an entry that is too large is a RangeError, and Redis is not asked', async () => {
    const log = new RedisLogs({ client, maxEntryBytes: 4 }).open('log')
    await expect(log.append([{ channel: 'c', data: 'éé!' }])).rejects.toThrow(RangeError)
  })
})
