import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { SqliteLogs, type SqliteLog, type SqliteLogsOptions } from '../src/index.ts'
import { CountingDatabase } from './counting-database.ts'
import { scratchFile } from './scratch.ts'
import { TestClock } from './test-clock.ts'

const { signal } = new AbortController()

function entry(data: string): { channel: string; data: string }[] {
  return [{ channel: 'c', data }]
}

async function dataAfter(log: SqliteLog, after: string): Promise<readonly string[] | string> {
  const page = await log.read(after, { limit: 1_000, maxBytes: 1_000_000, signal })
  return page.kind === 'gap' ? page.gap.reason : page.entries.map(({ data }) => data)
}

function logsOn(path: string, options?: SqliteLogsOptions): { logs: SqliteLogs; close(): Promise<void> } {
  const database = new DatabaseSync(path)
  const logs = new SqliteLogs(database, options)
  return {
    logs,
    async close() {
      await logs[Symbol.asyncDispose]()
      database.close()
    },
  }
}

describe('after a restart', () => {
  it('positions, keys and the end are as they were', async () => {
    const path = scratchFile()
    const first = logsOn(path)
    const positions = await first.logs.open('a').append([...entry('one'), ...entry('two')], { idempotencyKey: 'k' })
    await first.logs.open('b').append(entry('of b'))
    await first.logs.open('b').end()
    await first.close()

    const second = logsOn(path)
    const a = second.logs.open('a')
    expect(await a.append(entry('again'), { idempotencyKey: 'k' })).toEqual(positions)
    expect(await dataAfter(a, positions[0] ?? '')).toEqual(['two'])
    await expect(second.logs.open('b').append(entry('more'))).rejects.toThrow(/has ended/)
    await second.close()
  })

  it('renewEpochs: places of before an older copy was restored are a gap, also for who is connected', async () => {
    const { logs, close } = logsOn(scratchFile())
    const log = logs.open('a')
    const [position = ''] = await log.append(entry('one'))
    const { items } = await log.open({ at: 'head' }, { signal })
    const next = items[Symbol.asyncIterator]().next()
    await logs.renewEpochs()
    expect(await dataAfter(log, position)).toBe('epoch-changed')
    expect((await next).value).toMatchObject({ kind: 'gap', gap: { reason: 'epoch-changed' } })
    await close()
  })

  it('the epoch is another in each log and each file', async () => {
    const one = logsOn(scratchFile())
    const two = logsOn(scratchFile())
    const heads = await Promise.all(
      [one.logs.open('a'), one.logs.open('b'), two.logs.open('a')].map(
        async (log) => (await log.bounds()).head.position,
      ),
    )
    expect(new Set(heads).size).toBe(3)
    await one.close()
    await two.close()
  })
})

describe('one transaction', () => {
  it('for all appends of one turn, to all logs of the file', async () => {
    const database = new CountingDatabase(scratchFile())
    const logs = new SqliteLogs(database)
    await Promise.all(['a', 'b'].map((name) => logs.open(name).bounds()))
    const before = database.count('BEGIN IMMEDIATE')
    await Promise.all(Array.from({ length: 64 }, (_, index) => logs.open(index % 2 ? 'a' : 'b').append(entry('x'))))
    expect(database.count('BEGIN IMMEDIATE') - before).toBe(1)
    expect(database.count('UPDATE eventwire_logs')).toBe(2)
  })

  it('for no more than 4 MiB, so that the event loop turns', async () => {
    const database = new CountingDatabase(scratchFile())
    const log = new SqliteLogs(database).open('a')
    await log.bounds()
    const before = database.count('BEGIN IMMEDIATE')
    await Promise.all(Array.from({ length: 10 }, () => log.append(entry('x'.repeat(1_000_000)))))
    expect(database.count('BEGIN IMMEDIATE') - before).toBe(3)
  })

  it('more than maxPendingBytes at once is busy, and what was taken is kept', async () => {
    const log = new SqliteLogs(new DatabaseSync(scratchFile()), { maxPendingBytes: 1_000 }).open('a')
    await log.bounds()
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => log.append(entry('x'.repeat(40)))))
    const codes = results.map((result) => (result.status === 'fulfilled' ? 'kept' : result.reason.code))
    expect(codes).toEqual(['kept', 'kept', 'busy', 'busy', 'busy'])
    await log.append(entry('y'))
    expect((await log.bounds()).head.seq).toBe(3)
  })
})

describe('what is written to the file', () => {
  it('for a group of 64 in a log that is full: the pages of what goes take what comes', async () => {
    const path = scratchFile()
    const database = new DatabaseSync(path)
    const log = new SqliteLogs(database, { maxEntries: 1_000 }).open('a')
    const group = (): Promise<unknown> =>
      Promise.all(Array.from({ length: 64 }, () => log.append(entry('x'.repeat(200)))))
    for (let groups = 0; groups < 30; groups += 1) await group()
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    for (let groups = 0; groups < 10; groups += 1) await group()
    // Each with a head of 24 bytes. Were they deleted after, or an index to be written, it would be more.
    expect(statSync(`${path}-wal`).size / (4_096 + 24) / 10).toBeLessThan(13)
    // One run, however it is trimmed.
    const runs = database.prepare('SELECT count(*) AS count FROM eventwire_entries WHERE start = 1').get()
    expect(runs).toEqual({ count: 1 })
    database.close()
  })
})

describe('what is read of the file', () => {
  const ENTRIES = 'SELECT entry.seq, entry.time'

  it('is what is given: neither limit nor maxBytes reads more data', async () => {
    const database = new CountingDatabase(scratchFile())
    const log = new SqliteLogs(database).open('a')
    for (let batch = 0; batch < 10; batch += 1) {
      await log.append(Array.from({ length: 100 }, () => entry('x'.repeat(1_000))[0] ?? { channel: '', data: '' }))
    }
    const { floor } = await log.bounds()
    await log.read(floor.position, { limit: 10, maxBytes: 1_000_000, signal })
    expect(database.rowsOf(ENTRIES)).toBe(10)
    await log.read(floor.position, { limit: 1_000, maxBytes: 5_500, signal })
    expect(database.rowsOf(ENTRIES)).toBe(15)
  })
})

describe('trims', () => {
  it('maxBytes, of data and meta; the newest stays', async () => {
    const { logs, close } = logsOn(scratchFile(), { maxBytes: 10 })
    const log = logs.open('a')
    const { floor } = await log.bounds()
    for (const data of ['12345', '678']) await log.append(entry(data))
    await log.append([{ channel: 'c', data: '9', meta: { k: 'v' } }])
    expect((await log.bounds()).floor.seq).toBe(1)
    await log.append(entry('x'.repeat(50)))
    expect((await log.bounds()).floor.seq).toBe(3)
    expect(await dataAfter(log, floor.position)).toBe('trimmed')
    await close()
  })

  it('what is trimmed leaves the file, 64 entries at a time, or at once if it is large', async () => {
    const path = scratchFile()
    const { logs, close } = logsOn(path, { maxEntries: 10 })
    const database = new DatabaseSync(path)
    const rows = (): unknown => database.prepare('SELECT count(*) AS count FROM eventwire_entries').get()?.['count']
    const log = logs.open('a')
    for (let number = 1; number <= 600; number += 1) await log.append(entry(String(number)))
    expect((await log.bounds()).floor.seq).toBe(590)
    expect(rows()).toBe(600 - 576)
    for (let number = 1; number <= 12; number += 1) await log.append(entry('x'.repeat(70_000)))
    expect(rows()).toBe(10)
    database.close()
    await close()
  })

  it('maxAge, at the next append; the newest stays', async () => {
    const clock = new TestClock()
    const { logs } = logsOn(scratchFile(), { maxAge: 1_000, clock })
    const log = logs.open('a')
    await log.append(entry('1'))
    await clock.advance(600)
    await log.append(entry('2'))
    await clock.advance(600)
    await log.append(entry('3'))
    expect((await log.bounds()).floor.seq).toBe(1)
    await clock.advance(5_000)
    expect((await log.bounds()).floor.seq).toBe(1)
    await log.append(entry('4'))
    expect((await log.bounds()).floor.seq).toBe(3)
  })

  it('maxKeys: the oldest are forgotten', async () => {
    const { logs, close } = logsOn(scratchFile(), { maxKeys: 3 })
    const log = logs.open('a')
    for (const key of ['1', '2', '3', '4']) await log.append(entry(key), { idempotencyKey: key })
    for (const key of ['4', '3', '2']) await log.append(entry(key), { idempotencyKey: key })
    expect((await log.bounds()).head.seq).toBe(4)
    await log.append(entry('1'), { idempotencyKey: '1' })
    expect((await log.bounds()).head.seq).toBe(5)
    await close()
  })
})

describe('what other connections do', () => {
  it('is looked at every pollInterval while somebody waits, by one timer for all, and else not', async () => {
    const path = scratchFile()
    const clock = new TestClock()
    const database = new CountingDatabase(path)
    const logs = new SqliteLogs(database, { clock, pollInterval: 50 })
    const other = logsOn(path)
    const names = Array.from({ length: 100 }, (_, index) => String(index))
    const followers = await Promise.all(
      names.map(async (name) => {
        const { items } = await logs.open(name).open({ at: 'head' }, { signal })
        return items[Symbol.asyncIterator]()
      }),
    )
    await clock.advance(200)
    expect(clock.pending).toBe(0)
    const waiting = followers.map((items) => items.next())
    await clock.advance(0)
    expect(clock.pending).toBe(1)

    const reads = database.count('BEGIN DEFERRED')
    await other.logs.open('7').append(entry('x'))
    await clock.advance(49)
    expect(database.count('BEGIN DEFERRED')).toBe(reads)
    await clock.advance(1)
    expect((await waiting[7])?.value).toMatchObject({ entries: [{ data: 'x' }] })
    // None of the 99 whose logs did not change has read.
    expect(database.count('BEGIN DEFERRED')).toBe(reads + 1)

    // What this connection has written itself is not looked through again.
    await logs.open('7').append(entry('y'))
    await clock.advance(50)
    const named = database.rowsOf('SELECT name')
    await other.logs.open('8').bounds()
    await other.logs.open('8').end()
    await clock.advance(50)
    expect(await waiting[8]).toMatchObject({ done: true })
    expect(database.rowsOf('SELECT name')).toBe(named + 1)
    expect(database.count('BEGIN DEFERRED')).toBe(reads + 2)

    await Promise.all(followers.map((items) => items.return?.()))
    await clock.advance(50)
    expect(clock.pending).toBe(0)
    await other.close()
  })
})
