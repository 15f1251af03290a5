import { say, verdictOf } from '@eventwire/faults/follower'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { ConnectionOptions, NatsConnection } from '@nats-io/transport-node'
import { afterEach, describe, expect, it } from 'vitest'
import { NatsLogs, type NatsLogsOptions } from '../src/index.ts'
import { connection } from './connections.ts'

/** What the README lists, with the default prefix. */
const ALL = {
  publish: [
    '$JS.API.STREAM.INFO.*',
    '$JS.API.STREAM.CREATE.*',
    '$JS.API.STREAM.UPDATE.*',
    '$JS.API.STREAM.DELETE.*',
    '$JS.API.STREAM.PURGE.*',
    '$JS.API.DIRECT.GET.*',
    '$JS.API.STREAM.MSG.GET.eventwire-keys',
    'eventwire.>',
    'eventwire-keys.>',
    'eventwire-wake.*.deleted',
  ],
  subscribe: ['_INBOX.>', 'eventwire-wake.>'],
}

function userConfig(publish: readonly string[], subscribe: readonly string[] = ALL.subscribe): string {
  const permissions = JSON.stringify({ publish, subscribe })
  return `jetstream {}\nauthorization { users: [
    { user: u, password: p, permissions: ${permissions} }, { user: admin, password: p }
  ] }`
}

describe('what can go wrong', withNats, () => {
  const close: (() => Promise<unknown>)[] = []
  let server: NatsServer

  afterEach(async () => {
    server?.thaw()
    for (const each of close.splice(0).toReversed()) await each()
    await server?.[Symbol.asyncDispose]()
  })

  async function connected(config?: string, options?: ConnectionOptions): Promise<NatsConnection> {
    server = await NatsServer.start(config)
    return join(options)
  }

  async function join(options?: ConnectionOptions): Promise<NatsConnection> {
    const own = await connection(server.url, options)
    close.push(() => own.close())
    return own
  }

  function logsOf(own: NatsConnection, options: Partial<NatsLogsOptions> = {}): NatsLogs {
    const logs = new NatsLogs({ connection: own, onError: () => undefined, timeout: 2_000, ...options })
    close.push(() => logs.close())
    return logs
  }

  it('nothing: check() leaves nothing behind but the stream of the keys', async () => {
    const own = await connected()
    await logsOf(own).check()
    const { streams } = (await own.request('$JS.API.STREAM.NAMES')).json<{ streams: readonly string[] }>()
    expect(streams).toEqual(['eventwire-keys'])
  })

  it('unsuitable: a server without JetStream', async () => {
    const logs = logsOf(await connected(''))
    await expect(logs.check()).rejects.toThrow(/No JetStream answers: start nats-server with -js/)
    await expect(logs.open('a').bounds()).rejects.toMatchObject({ name: 'LogError', code: 'unsuitable' })
  })

  it('unsuitable: an account without JetStream', async () => {
    const logs = logsOf(
      await connected(
        'jetstream {}\naccounts { a: { users: [{ user: u, password: p }] }, b: { jetstream: enabled } }',
        { user: 'u', pass: 'p' },
      ),
    )
    await expect(logs.check()).rejects.toMatchObject({ name: 'LogError', code: 'unsuitable' })
  })

  it('unsuitable: a stream of somebody else, by its name or by its subjects', async () => {
    const own = await connected()
    const make = (name: string, subject: string) =>
      own.request(`$JS.API.STREAM.CREATE.${name}`, JSON.stringify({ name, subjects: [subject], storage: 'memory' }))
    await make('eventwire_a', 'others')
    await make('others', 'eventwire.b.>')
    for (const name of ['a', 'b']) {
      await expect(say(logsOf(own).open(name), '1')).rejects.toMatchObject({ name: 'LogError', code: 'unsuitable' })
      await expect(logsOf(own).open(name).bounds()).rejects.toThrow(/another prefix/)
    }
  })

  it(
    'refused: what the README lists is enough, and without any of it an error says so',
    { timeout: 60_000 },
    async () => {
      await connected(userConfig(ALL.publish), { user: 'u', pass: 'p' }).then((own) => logsOf(own).check())
      for (const missing of ['$JS.API.STREAM.CREATE.*', '$JS.API.DIRECT.GET.*', 'eventwire.>']) {
        await server[Symbol.asyncDispose]()
        const config = userConfig(ALL.publish.filter((subject) => subject !== missing))
        const own = await connected(config, { user: 'u', pass: 'p' })
        await expect(logsOf(own).check(), missing).rejects.toMatchObject({ name: 'LogError', code: 'refused' })
      }
    },
  )

  it('too-old: a server before 2.9', async () => {
    const own = await connected()
    const older = new Proxy(own, {
      get(target, name) {
        if (name === 'info') return { ...target.info, version: '2.8.4' }
        const value = Reflect.get(target, name) as unknown
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    await expect(logsOf(older).check()).rejects.toThrow('Logs take NATS 2.9 or later, and this is 2.8.4')
  })

  it('too-large: an entry above max_payload, and nothing of its batch is appended', async () => {
    const log = logsOf(await connected('jetstream {}\nmax_payload: 10000')).open('log')
    const { head } = await log.bounds()
    const batch = ['1', 'x'.repeat(10_000)].map((data) => ({ channel: 'c', data }))
    await expect(log.append(batch)).rejects.toMatchObject({ name: 'LogError', code: 'too-large' })
    expect(await verdictOf(log, head.position)).toEqual([])
    await say(log, 'x'.repeat(9_000))
  })

  it('full: the account has no more, and a batch that breaks off says how much of it is there', async () => {
    const own = await connected('jetstream { max_mem: 400000 }')
    const log = logsOf(own, { storage: 'memory' }).open('log')
    const batch = Array.from({ length: 10 }, (_, index) => ({ channel: 'c', data: `${index} ${'x'.repeat(90_000)}` }))
    const failure: unknown = await log.append(batch).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'LogError', code: 'full' })
    const [, told] = /(\d+) of 10 entries are known to be there/.exec(String(failure)) ?? []
    const { head } = await log.bounds()
    expect(head.seq).toBe(Number(told))
    expect(head.seq).toBeGreaterThan(0)
  })

  it('timeout: a server that hangs; the same key appends once', async () => {
    const log = logsOf(await connected(), { timeout: 100 }).open('log')
    const { floor } = await log.bounds()
    server.freeze()
    const entry = { channel: 'c', data: 'once' }
    await expect(log.append([entry], { idempotencyKey: 'k' })).rejects.toMatchObject({ code: 'timeout' })
    await expect(log.bounds()).rejects.toMatchObject({ name: 'LogError', code: 'timeout' })
    server.thaw()
    await expect.poll(() => log.bounds().then(() => 'there', String)).toBe('there')
    await log.append([entry], { idempotencyKey: 'k' })
    await say(log, 'next')
    expect(await verdictOf(log, floor.position)).toEqual(['once', 'next'])
  })

  it('unreachable: a connection that is closed', async () => {
    const own = await connected()
    const log = logsOf(own).open('log')
    await say(log, '1')
    await own.close()
    await expect(say(log, '2')).rejects.toMatchObject({ name: 'LogError', code: 'unreachable' })
    await expect(log.bounds()).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('damaged: somebody else has published to the subjects of the log', async () => {
    const own = await connected()
    const log = logsOf(own).open('log')
    const [one = ''] = await say(log, '1')
    await own.request(`eventwire.log.${one.split('-')[0]}.c.x`, 'foreign')
    await expect(verdictOf(log, one)).rejects.toMatchObject({ name: 'LogError', code: 'damaged' })
    await logsOf(own).delete('log')
    await say(log, '2')
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['2'])
  })
})
