import type { NatsConnection } from '@nats-io/nats-core'
import { describe, expect, it } from 'vitest'
import { NatsLogs, type NatsLogsOptions } from '../src/index.ts'

/** A connection that is never asked. */
const connection = {
  publish: () => {
    throw new Error('Asked')
  },
  status: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) }),
  isClosed: () => false,
} as unknown as NatsConnection

describe('options', () => {
  it.for<Partial<NatsLogsOptions>>([
    { maxEntries: 0 },
    { maxEntries: 1.5 },
    { maxBytes: 0 },
    { maxAge: 0 },
    { maxAge: Number.NaN },
    { maxEntryBytes: 0 },
    { replicas: 0 },
    { replicas: 6 },
    { timeout: 0 },
    { timeout: 2 ** 31 },
    { timeout: Infinity },
    { checkInterval: -1 },
    { checkInterval: 2 ** 31 },
    { keyTtl: 99 },
    { maxKeys: 0 },
    { maxPendingBytes: 0 },
  ])('%o is a RangeError that names the option', (options) => {
    expect(() => new NatsLogs({ connection, ...options })).toThrow(RangeError)
    expect(() => new NatsLogs({ connection, ...options })).toThrow(Object.keys(options)[0])
  })

  it.for<Record<string, unknown>>([
    { prefix: '' },
    { prefix: 'a.b' },
    { prefix: 'a_b' },
    { prefix: 'x'.repeat(33) },
    { domain: 'a.b' },
    { storage: 'disk' },
  ])('%o is a TypeError that names the option', (options) => {
    expect(() => new NatsLogs({ connection, ...options })).toThrow(TypeError)
    expect(() => new NatsLogs({ connection, ...options })).toThrow(Object.keys(options)[0])
  })

  it.for([undefined, null, {}, '127.0.0.1:4222', { publish: 1 }])('the connection %o is a TypeError', (wrong) => {
    expect(() => new NatsLogs({ connection: wrong as unknown as NatsConnection })).toThrow(TypeError)
  })

  it('a name that is no well-formed text is a TypeError, and one that no stream can have is a RangeError', () => {
    const logs = new NatsLogs({ connection })
    expect(() => logs.open('\uDC00')).toThrow(TypeError)
    expect(() => logs.open(1 as unknown as string)).toThrow(TypeError)
    expect(() => logs.open('x'.repeat(245))).not.toThrow()
    expect(() => logs.open('x'.repeat(246))).toThrow(RangeError)
    expect(() => logs.open('é'.repeat(41))).toThrow(RangeError)
  })

  it('an entry that is too large is a RangeError, and NATS is not asked', async () => {
    const log = new NatsLogs({ connection, maxEntryBytes: 4 }).open('log')
    await expect(log.append([{ channel: 'c', data: 'éé!' }])).rejects.toThrow(RangeError)
  })
})
