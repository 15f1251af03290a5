import { say, verdictOf } from '@eventwire/faults/follower'
import { withPostgres } from '@eventwire/faults/postgres-server'
import { describe, expect, it } from 'vitest'
import { pgConnection, PostgresLogs, type PgPool, type PostgresConnection } from '../src/index.ts'
import { useStore, type Node } from './store.ts'

describe('a transaction that is not over', withPostgres, () => {
  const store = useStore()

  async function fresh(timeout: number): Promise<Node> {
    const node = store.node({ schema: store.schema(), timeout })
    await node.logs.migrate()
    return node
  }

  it('holds up its logs alone, however many: not the only other log that is appended to', async () => {
    const { logs, transact } = await fresh(60_000)
    const held = ['1', '2', '3', '4', '5'].map((name) => logs.open(name))
    const free = logs.open('free')
    for (const log of [...held, free]) await say(log, 'first')
    const waiting: Promise<unknown>[] = []
    await transact(async (open) => {
      for (const log of held) await log.within(open).append([{ channel: 'c', data: 'slow' }])
      for (const log of held) {
        waiting.push(say(log, 'late'))
        await new Promise((done) => setImmediate(done))
      }
      await expect.poll(() => store.direct.run(WAITING)).toHaveLength(4)
      await say(free, 'second')
    })
    await Promise.all(waiting)
    for (const log of held) {
      expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['first', 'slow', 'late'])
    }
  })

  it('that makes a log does not hold up what is appended to others in the same turn', async () => {
    const { logs, transact } = await fresh(60_000)
    const other = logs.open('other')
    await say(other, 'first')
    let late: Promise<unknown> = Promise.resolve()
    await transact(async (open) => {
      await logs
        .open('new')
        .within(open)
        .append([{ channel: 'c', data: 'slow' }])
      late = say(logs.open('new'), 'late')
      await say(other, 'second')
    })
    await late
    const log = logs.open('new')
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['slow', 'late'])
  })

  it('leaves nobody waiting in Postgres for whom nobody waits any more', async () => {
    const { logs, transact } = await fresh(1_000)
    await say(logs.open('log'), 'first')
    await transact(async (open) => {
      await logs
        .open('new')
        .within(open)
        .append([{ channel: 'c', data: 'slow' }])
      await logs
        .open('log')
        .within(open)
        .append([{ channel: 'c', data: 'slow' }])
      // One after the other: who waits behind one that waits has two locks to wait for.
      for (const act of [() => logs.open('new').bounds(), () => logs.open('log').end(), () => logs.delete('log')]) {
        await expect(act()).rejects.toMatchObject({ name: 'LogError', code: 'busy' })
      }
      expect(await store.direct.run(WAITING)).toEqual([])
    })
    expect((await logs.open('log').bounds()).head.seq).toBe(2)
  })
})

describe('what waits', withPostgres, () => {
  const store = useStore()

  it('is bounded by maxPendingBytes and timeout also while it is looked where to begin', async () => {
    const schema = store.schema()
    const { client, logs } = store.node({ schema })
    await logs.migrate()
    const inner = pgConnection(client as PgPool)
    const hold = Promise.withResolvers<void>()
    const connection: PostgresConnection = {
      async query(statement, values, signal) {
        if (statement.includes('.read(')) await hold.promise
        return inner.query(statement, values, signal)
      },
      listen: (channel, listener) => inner.listen(channel, listener),
    }
    const node = new PostgresLogs({ client: connection, schema, maxPendingBytes: 100_000 })
    const log = node.open('log')
    const opening = log.open({ at: 'head' }, { signal: new AbortController().signal })
    const appends = Array.from({ length: 5 }, () => say(log, 'x'.repeat(20_000)))
    const codes = Promise.allSettled(appends).then((all) =>
      all.map((each) => (each.status === 'fulfilled' ? 'kept' : each.reason.code)),
    )
    await expect(appends[4]).rejects.toMatchObject({ code: 'busy' })
    hold.resolve()
    await opening
    expect(await codes).toEqual(['kept', 'kept', 'busy', 'busy', 'busy'])
    await node.close()
  })
})

/** Who waits for a lock. */
const WAITING = `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'`
