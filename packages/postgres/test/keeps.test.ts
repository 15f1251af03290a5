import { say, verdictOf } from '@eventwire/faults/follower'
import { withPostgres } from '@eventwire/faults/postgres-server'
import { describe, expect, it } from 'vitest'
import { pgConnection, PostgresLogs, type PgPool, type PostgresConnection } from '../src/index.ts'
import type { PostgresLogsOptions } from '../src/index.ts'
import { useStore, type Node } from './store.ts'

describe('what Postgres keeps', withPostgres, () => {
  const store = useStore()

  async function fresh(options: Omit<PostgresLogsOptions, 'client'> = {}): Promise<Node & { readonly schema: string }> {
    const schema = store.schema()
    const node = store.node({ schema, ...options })
    await node.logs.migrate()
    return { ...node, schema }
  }

  async function count(schema: string, table: string): Promise<number> {
    const [row] = await store.direct.run(`SELECT count(*)::int AS count FROM ${schema}.${table}`)
    return Number(row?.['count'])
  }

  /** A node whose appends are counted, and can be held up. */
  async function counting(): Promise<{ logs: PostgresLogs; appends: string[][]; hold: { up: Promise<void> } }> {
    const { client, schema } = await fresh()
    const inner = pgConnection(client as PgPool)
    const appends: string[][] = []
    const hold = { up: Promise.resolve() }
    const connection: PostgresConnection = {
      async query(statement, values, signal) {
        if (statement.includes('.append(')) appends.push([...values])
        await hold.up
        return inner.query(statement, values, signal)
      },
      listen: (channel, listener) => inner.listen(channel, listener),
    }
    return { logs: new PostgresLogs({ client: connection, schema, maxPendingBytes: 100_000 }), appends, hold }
  }

  it('maxBytes, of data and meta; the newest stays', async () => {
    const { logs } = await fresh({ maxBytes: 10 })
    const log = logs.open('log')
    const { floor } = await log.bounds()
    await say(log, '12345', '678')
    await log.append([{ channel: 'c', data: '9', meta: { k: 'v' } }])
    expect((await log.bounds()).floor.seq).toBe(1)
    await say(log, 'x'.repeat(50))
    expect((await log.bounds()).floor.seq).toBe(3)
    expect(await verdictOf(log, floor.position)).toEqual(['gap: trimmed 3'])
  })

  it('maxAge, when more is appended; also what another node keeps for longer', async () => {
    const { logs, schema } = await fresh({ maxAge: 3_600_000 })
    const log = logs.open('log')
    const [one = ''] = await say(log, '1', '2', '3')
    // Time passes for what is there.
    await store.direct.run(`UPDATE ${schema}.entries SET time = time - 3600001 WHERE seq <= 2`)
    await say(log, '4')
    expect(await verdictOf(log, one)).toEqual(['gap: trimmed 1'])
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['3', '4'])
    await store.direct.run(`UPDATE ${schema}.entries SET time = time - 3600001`)
    await log.append([])
    await say(log, '5')
    expect((await log.bounds()).floor.seq).toBe(4)
  })

  it('what is trimmed leaves the table, 256 entries at a time, or at once if it is large', async () => {
    const { logs, schema } = await fresh({ maxEntries: 10 })
    const log = logs.open('log')
    for (let batch = 0; batch < 60; batch += 1) {
      await log.append(Array.from({ length: 20 }, (_, index) => ({ channel: 'c', data: String(index) })))
      expect(await count(schema, 'entries')).toBeLessThanOrEqual(10 + 256 + 20)
    }
    expect((await log.bounds()).floor.seq).toBe(1_190)
    await log.append(Array.from({ length: 11 }, () => ({ channel: 'c', data: 'x'.repeat(70_000) })))
    await say(log, 'small')
    expect(await count(schema, 'entries')).toBe(10)
  })

  it('where much less is kept than before, a few more at each append, until it is so', async () => {
    const { logs, schema } = await fresh()
    await logs.open('log').append(Array.from({ length: 500 }, () => ({ channel: 'c', data: '' })))
    const log = store.node({ schema, maxEntries: 5 }).logs.open('log')
    const floors: number[] = []
    for (let round = 0; round < 9; round += 1) {
      await say(log, '')
      floors.push((await log.bounds()).floor.seq)
    }
    expect([floors[0], floors.at(-1)]).toEqual([66, 504])
  })

  it('maxKeys of the newest keys', async () => {
    const { logs, schema } = await fresh({ maxKeys: 5 })
    const log = logs.open('log')
    for (let number = 1; number <= 12; number += 1) {
      await log.append([{ channel: 'c', data: '' }], { idempotencyKey: `k${number}` })
    }
    expect(await count(schema, 'keys')).toBe(5)
    await log.append([{ channel: 'c', data: '' }], { idempotencyKey: 'k8' })
    expect((await log.bounds()).head.seq).toBe(12)
    await log.append([{ channel: 'c', data: '' }], { idempotencyKey: 'k7' })
    expect((await log.bounds()).head.seq).toBe(13)
  })

  it('nothing of a log that was deleted', async () => {
    const { logs, schema } = await fresh()
    await logs.open('log').append([{ channel: 'c', data: '' }], { idempotencyKey: 'k' })
    await logs.delete('log')
    expect(await Promise.all(['logs', 'entries', 'keys'].map((table) => count(schema, table)))).toEqual([0, 0, 0])
  })

  describe('in one statement', () => {
    it('all appends of one turn, to all logs of the store', async () => {
      const { logs, appends } = await counting()
      const names = Array.from({ length: 64 }, (_, index) => (index % 2 ? 'a' : 'b'))
      const handles = { a: logs.open('a'), b: logs.open('b') }
      await Promise.all(names.map((name) => handles[name as 'a' | 'b'].append([{ channel: 'c', data: name }])))
      expect(appends).toHaveLength(1)
      const { floor } = await handles.a.bounds()
      expect(await verdictOf(handles.a, floor.position)).toHaveLength(32)
      await logs.close()
    })

    it('what comes while one is on its way goes with the next, in order', async () => {
      const { logs, appends, hold } = await counting()
      const log = logs.open('a')
      const { promise, resolve } = Promise.withResolvers<void>()
      hold.up = promise
      const all: Promise<unknown>[] = []
      for (let number = 1; number <= 30; number += 1) {
        all.push(log.append([{ channel: 'c', data: String(number) }]))
        await new Promise((done) => setImmediate(done))
      }
      resolve()
      await Promise.all(all)
      expect(appends).toHaveLength(2)
      const seen = await verdictOf(log, (await log.bounds()).floor.position)
      expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => String(index + 1)))
      await logs.close()
    })

    it('more than maxPendingBytes is busy, and what was taken is kept', async () => {
      const { logs } = await counting()
      const log = logs.open('a')
      const large = Array.from({ length: 5 }, () => log.append([{ channel: 'c', data: 'x'.repeat(20_000) }]))
      const results = await Promise.allSettled(large)
      const codes = results.map((result) => (result.status === 'fulfilled' ? 'kept' : result.reason.code))
      expect(codes).toEqual(['kept', 'kept', 'busy', 'busy', 'busy'])
      await say(log, 'y')
      expect((await log.bounds()).head.seq).toBe(3)
      await logs.close()
    })
  })
})
