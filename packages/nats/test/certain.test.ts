import { say, verdictOf } from '@eventwire/faults/follower'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { Msg, NatsConnection } from '@nats-io/nats-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NatsLogs, type NatsLog, type NatsLogsOptions } from '../src/index.ts'
import { before } from './before.ts'
import { connection } from './connections.ts'

const lost = (): Promise<never> => Promise.reject(new Error('lost'))

describe('what is told for certain', withNats, () => {
  let server: NatsServer
  let own: NatsConnection
  const open: NatsLogs[] = []

  beforeEach(async () => {
    server = await NatsServer.start('jetstream {}\nmax_payload: 10000')
    own = await connection(server.url)
  })

  afterEach(async () => {
    for (const logs of open.splice(0)) await logs.close()
    await own.close()
    await server[Symbol.asyncDispose]()
  })

  function logOf(options: Partial<NatsLogsOptions> = {}): NatsLog {
    const logs = new NatsLogs({ connection: own, onError: () => undefined, ...options })
    open.push(logs)
    return logs.open('log')
  }

  function make(name: string, ...subjects: readonly string[]): Promise<Msg> {
    return own.request(`$JS.API.STREAM.CREATE.${name}`, JSON.stringify({ name, subjects, storage: 'memory' }))
  }

  it('too old is what was seen to be: an entry that could not be looked at takes no younger ones along', async () => {
    let now = 1_000_000
    const clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => undefined }
    const writer = logOf({ clock })
    await say(writer, '1', '2')
    now += 600
    await say(writer, '3', '4', '5', '6', '7', '8')
    now += 600
    let isLost = true
    const slow = before(own, (subject, payload) => {
      if (!isLost || !subject.includes('DIRECT.GET') || payload !== '{"seq":5}') return undefined
      isLost = false
      return lost()
    })
    const log = logOf({ connection: slow, maxAge: 1_000, timeout: 800, clock })
    await log.bounds()
    expect(isLost).toBe(false)
    expect((await log.bounds()).floor.seq).toBe(2)
  })

  it('appended is what the stream of the log has taken, and not another', async () => {
    const log = logOf()
    await say(log, '1')
    await own.request('$JS.API.STREAM.DELETE.eventwire_log')
    await make('others', 'eventwire.>')
    const failure = { name: 'LogError', code: 'unsuitable', message: expect.stringContaining('others') }
    await expect(say(log, '2')).rejects.toMatchObject(failure)
  })

  it('appended is not what anybody answers', async () => {
    const log = logOf()
    const [one = ''] = await say(log, '1')
    await own.request('$JS.API.STREAM.DELETE.eventwire_log')
    own.subscribe(`eventwire.log.${one.split('-')[0]}.>`, { callback: (_, message) => void message.respond('thanks') })
    await expect(say(log, '2')).rejects.toMatchObject({ name: 'LogError', code: 'unsuitable' })
  })

  it('a key that cannot be remembered is an error', async () => {
    await make('eventwire-keys', 'others')
    const append = logOf().append([{ channel: 'c', data: '1' }], { idempotencyKey: 'k' })
    await expect(append).rejects.toMatchObject({ name: 'LogError', code: 'unsuitable' })
  })

  it('with a key no more is appended than can be remembered', async () => {
    const log = logOf()
    const many = Array.from({ length: 1_000 }, () => ({ channel: 'c', data: '' }))
    const append = log.append(many, { idempotencyKey: 'k' })
    await expect(append).rejects.toMatchObject({ name: 'LogError', code: 'too-large' })
    expect((await log.bounds()).head.seq).toBe(0)
    await log.append(many.slice(0, 100), { idempotencyKey: 'k' })
  })

  it('a position that could not be looked at is not made up', async () => {
    const entry = { channel: 'c', data: '1' }
    const first = await logOf().append([entry], { idempotencyKey: 'k' })
    await own.request('$JS.API.STREAM.PURGE.eventwire-keys')
    let isLost = true
    const losing = before(own, (subject) => (isLost && subject.includes('DIRECT') ? lost() : undefined))
    const slow = logOf({ connection: losing, timeout: 800 })
    const again = slow.append([entry], { idempotencyKey: 'k' })
    await expect(again).rejects.toMatchObject({ name: 'LogError', code: 'timeout' })
    isLost = false
    expect(await slow.append([entry], { idempotencyKey: 'k' })).toEqual(first)
  })

  it('ended by many at once, while others read: there is one end', async () => {
    for (let round = 0; round < 5; round += 1) {
      const logs = new NatsLogs({ connection: own })
      open.push(logs)
      const name = `log ${round}`
      const [one = ''] = await say(logs.open(name), '1', '2')
      const acts = Array.from({ length: 8 }, () => [logs.open(name).end(), verdictOf(logs.open(name), one)]).flat()
      await Promise.all(acts)
      expect(await verdictOf(logs.open(name), one)).toEqual(['2'])
      expect((await logs.open(name).bounds()).head.seq).toBe(2)
    }
  })

  it('ended while another node changes limits: it stays ended', async () => {
    const ender = logOf()
    const [one = ''] = await say(ender, '1', '2')
    let isFirst = true
    const changing = before(own, (subject) => {
      if (!isFirst || !subject.includes('STREAM.UPDATE')) return undefined
      isFirst = false
      return ender.end()
    })
    await logOf({ connection: changing, maxEntries: 5 }).bounds()
    expect(isFirst).toBe(false)
    await expect(say(logOf(), '3')).rejects.toThrow(TypeError)
    expect(await verdictOf(logOf(), one)).toEqual(['2'])
  })
})
