import { Follower, say, verdictOf } from '@eventwire/faults/follower'
import { withPostgres } from '@eventwire/faults/postgres-server'
import { describe, expect, it } from 'vitest'
import type { PostgresLog } from '../src/index.ts'
import { useStore, type Store } from './store.ts'

describe('a Postgres that goes and comes back', withPostgres, () => {
  const store = useStore()

  it('killed at random points while two nodes append: nothing that was told is lost, and all is there once', async () => {
    const schema = store.schema()
    const nodes = [store.node({ schema, timeout: 2_000 }), store.node({ schema, timeout: 2_000 })]
    await nodes[0]?.logs.migrate()
    const told = new Map<string, string>()
    const stop = new AbortController()
    const writing = nodes.map(async ({ logs }, node) => {
      const log = logs.open('log')
      for (let number = 1; !stop.signal.aborted; number += 1) {
        const data = `${node} ${number}`
        // The way of who lost the answer: again, by the same key.
        while (!told.has(data) && !stop.signal.aborted) {
          const [position = ''] = await log.append([{ channel: 'c', data }], { idempotencyKey: data }).catch(() => [])
          if (position !== '') told.set(data, position)
        }
      }
    })
    for (let round = 1; round <= 4; round += 1) {
      const enough = told.size + 20
      await expect.poll(() => told.size, { timeout: 20_000, interval: 5 }).toBeGreaterThan(enough)
      await store.server.kill()
      await store.server.start()
    }
    const enough = told.size + 20
    await expect.poll(() => told.size, { timeout: 20_000 }).toBeGreaterThan(enough)
    stop.abort()
    await Promise.all(writing)

    const rows = await store.direct.run(`SELECT seq, tag, data FROM ${schema}.entries ORDER BY seq`)
    expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, index) => index + 1))
    const texts = rows.map(({ data }) => String(data))
    expect(new Set(texts).size).toBe(texts.length)
    for (const [data, position] of told) {
      const row = rows[texts.indexOf(data)]
      expect(`${position.split('-')[1]} ${position.split('-')[2]}`, data).toBe(
        `${String(row?.['seq'])} ${String(row?.['tag'])}`,
      )
    }
  })

  it('who follows goes on over a restart, without a gap', async () => {
    const log = await fresh(store)
    await say(log, '1')
    const follower = await Follower.of(log, { at: 'floor' })
    await follower.until(1)
    const place = (await log.bounds()).head.position
    const next = follower.until(2).catch(() => [])
    await store.server.kill()
    await store.server.start()
    await expect.poll(() => say(log, '2').then(() => 'there', String), { timeout: 10_000 }).toBe('there')
    // It either was not disturbed, or failed and is opened again by the hub.
    const again = await Follower.of(log, { after: place })
    expect(await again.until(1)).toEqual(['2'])
    again.leave()
    await next
  })

  it('an older copy, as after a failover to a replica that was behind: never a wrong complete', async () => {
    const log = await fresh(store)
    const kept = await say(log, '1', '2', '3')
    await store.server.keepCopy()
    await expect.poll(() => log.bounds().then(() => 'there', String), { timeout: 10_000 }).toBe('there')
    const lost = await say(log, 'lost 4', 'lost 5', 'lost 6')
    const [keyed = ''] = await log.append([{ channel: 'c', data: 'once' }], { idempotencyKey: 'k' })
    await store.server.restoreCopy()
    await expect.poll(() => log.bounds().then(() => 'there', String), { timeout: 10_000 }).toBe('there')

    for (const position of lost) expect(await verdictOf(log, position)).toEqual(['gap: ahead-of-head'])
    await say(log, '4', '5')
    expect(await verdictOf(log, kept[2] ?? '')).toEqual(['4', '5'])
    expect(await verdictOf(log, lost[0] ?? '')).toEqual(['gap: forked'])
    expect(await verdictOf(log, lost[2] ?? '')).toEqual(['gap: ahead-of-head'])
    await say(log, '6', '7', '8')
    for (const position of [...lost, keyed]) expect(await verdictOf(log, position)).toEqual(['gap: forked'])
    expect(await verdictOf(log, kept[0] ?? '')).toEqual(['2', '3', '4', '5', '6', '7', '8'])
    const { resume } = await log.open({ after: lost[1] ?? '' }, { signal: AbortSignal.timeout(10_000) })
    expect([resume.kind, resume.from.seq]).toEqual(['gap', 5])
    // What was lost is appended by its key again, elsewhere.
    const [again = ''] = await log.append([{ channel: 'c', data: 'once' }], { idempotencyKey: 'k' })
    expect(again).not.toBe(keyed)
    expect(await log.append([{ channel: 'c', data: 'once' }], { idempotencyKey: 'k' })).toEqual([again])
  })

  it('a log that was dropped and made again: another epoch', async () => {
    const schema = store.schema()
    const { logs, run } = store.node({ schema })
    await logs.migrate()
    const [one = ''] = await say(logs.open('log'), '1')
    await run(`DROP SCHEMA ${schema} CASCADE`)
    await logs.migrate()
    const log = logs.open('log')
    await say(log, '2')
    expect(await verdictOf(log, one)).toEqual(['gap: epoch-changed'])
  })

  it('entries that somebody else has deleted are told as damaged, and not passed over', async () => {
    const schema = store.schema()
    const { logs, run } = store.node({ schema })
    await logs.migrate()
    const log = logs.open('log')
    const positions = await say(log, '1', '2', '3', '4')
    await run(`DELETE FROM ${schema}.entries WHERE seq = 3`)
    for (const at of [0, 1, 2])
      await expect(verdictOf(log, positions[at] ?? '')).rejects.toMatchObject({ code: 'damaged' })
    expect(await verdictOf(log, positions[3] ?? '')).toEqual([])
  })
})

async function fresh(store: Store): Promise<PostgresLog> {
  const { logs } = store.node({ schema: store.schema(), timeout: 2_000, checkInterval: 200 })
  await logs.migrate()
  return logs.open('log')
}
