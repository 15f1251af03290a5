import { Follower, say, verdictOf } from '@eventwire/faults/follower'
import { withPostgres } from '@eventwire/faults/postgres-server'
import { describe, expect, it } from 'vitest'
import { CLIENTS } from './clients.ts'
import { useStore, type Node } from './store.ts'

const entry = (data: string): { channel: string; data: string }[] => [{ channel: 'c', data }]

class Enough extends Error {}

describe.for(CLIENTS)('within a transaction of the caller, on %s', withPostgres, ([, connect]) => {
  const store = useStore()

  async function fresh(options: { readonly timeout?: number } = {}): Promise<Node> {
    const node = store.node({ connect, schema: store.schema(), ...options })
    await node.logs.migrate()
    return node
  }

  it('what is committed is there, and wakes who follows; not before', async () => {
    const { logs, transact, run } = await fresh()
    const log = logs.open('log')
    await run('CREATE TABLE IF NOT EXISTS account (balance integer)')
    const [before = ''] = await say(log, 'before')
    const follower = await Follower.of(log, { at: 'head' })
    const next = follower.until(2)
    let position = ''
    await transact(async (transaction) => {
      const outbox = log.within(transaction)
      const [one = ''] = await outbox.append(entry('one'))
      await outbox.append(entry('two'))
      position = one
      expect(await verdictOf(log, before)).toEqual([])
      expect(follower.seen).toEqual([])
    })
    expect(await next).toEqual(['one', 'two'])
    expect(await verdictOf(log, position)).toEqual(['two'])
  })

  it('a rollback leaves no hole, and its positions are of nothing', async () => {
    const { logs, transact } = await fresh()
    const log = logs.open('log')
    const [one = ''] = await say(log, 'one')
    const lost: string[] = []
    const transaction = transact(async (open) => {
      lost.push(...(await log.within(open).append([...entry('lost 2'), ...entry('lost 3')], { idempotencyKey: 'k' })))
      throw new Enough()
    })
    await expect(transaction).rejects.toThrow(Enough)
    expect(await verdictOf(log, lost[0] ?? '')).toEqual(['gap: ahead-of-head'])
    // The key is free again.
    await log.append(entry('two'), { idempotencyKey: 'k' })
    expect(await verdictOf(log, lost[0] ?? '')).toEqual(['gap: forked'])
    expect(await verdictOf(log, lost[1] ?? '')).toEqual(['gap: ahead-of-head'])
    const page = await log.read(one, { limit: 9, maxBytes: 99, signal: new AbortController().signal })
    expect(page.kind === 'entries' && page.entries.map(({ seq, data }) => [seq, data])).toEqual([[2, 'two']])
  })

  it('a rollback takes a log that it made with it', async () => {
    const { logs, transact } = await fresh()
    const log = logs.open('log')
    let lost = ''
    const transaction = transact(async (open) => {
      ;[lost = ''] = await log.within(open).append(entry('lost'))
      throw new Enough()
    })
    await expect(transaction).rejects.toThrow(Enough)
    const [one = ''] = await say(log, 'one')
    expect(await verdictOf(log, lost)).toEqual(['gap: epoch-changed'])
    expect(await verdictOf(log, one)).toEqual([])
  })

  it('an idempotencyKey is answered also there, and what has ended is a TypeError', async () => {
    const { logs, transact } = await fresh()
    const log = logs.open('log')
    const first = await log.append(entry('one'), { idempotencyKey: 'k' })
    await transact(async (open) => {
      expect(await log.within(open).append(entry('one'), { idempotencyKey: 'k' })).toEqual(first)
    })
    await log.end()
    await transact(async (open) => {
      await expect(log.within(open).append(entry('two'))).rejects.toThrow(TypeError)
      expect(await log.within(open).append(entry('one'), { idempotencyKey: 'k' })).toEqual(first)
    })
    expect((await log.bounds()).head.seq).toBe(1)
  })

  it('while one is open others wait for the log, and say busy in time; other logs go on', async () => {
    const { logs, transact } = await fresh({ timeout: 500 })
    const [log, other] = [logs.open('log'), logs.open('other')]
    await say(log, 'one')
    await say(other, 'one')
    await transact(async (open) => {
      await log.within(open).append(entry('two'))
      const together = await Promise.allSettled([
        log.append(entry('too early')),
        say(other, 'two', 'three'),
        say(logs.open('new'), 'one'),
      ])
      expect(together.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
      expect(together[0]).toMatchObject({ reason: { name: 'LogError', code: 'busy' } })
    })
    await say(log, 'three')
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['one', 'two', 'three'])
  })
})

describe('what can run no statement', () => {
  it('is a TypeError', async () => {
    const { PostgresLogs } = await import('../src/index.ts')
    const connection = { query: () => Promise.resolve([]), listen: () => Promise.reject(new Error('no')) }
    const log = new PostgresLogs({ client: connection }).open('log')
    expect(() => log.within({} as never)).toThrow(TypeError)
  })

  it('is a TypeError: a pool, and what postgres() gives, of which each statement is a transaction of its own', async () => {
    const { PostgresLogs } = await import('../src/index.ts')
    const { Pool } = await import('pg')
    const { default: postgres } = await import('postgres')
    for (const client of [new Pool(), postgres()]) {
      expect(() => new PostgresLogs({ client }).open('log').within(client as never)).toThrow(/begin/i)
    }
  })
})
