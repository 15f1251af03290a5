import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { LogError, type LogErrorCode } from '@eventwire/server'
import { describe, expect, it } from 'vitest'
import { SqliteLogs, type SqliteLogsOptions } from '../src/index.ts'
import { BrokenDatabase, sqliteError } from './broken-database.ts'
import { scratchFile } from './scratch.ts'

const ENTRY = [{ channel: 'c', data: 'x' }]

async function failure(act: () => unknown): Promise<LogError> {
  const error: unknown = await (async () => act())().then(
    () => new Error('It did not fail'),
    (reason: unknown) => reason,
  )
  if (error instanceof LogError) return error
  throw error
}

async function filled(path: string): Promise<DatabaseSync> {
  const database = new DatabaseSync(path)
  await new SqliteLogs(database).open('log').append(ENTRY)
  return database
}

describe('at once', () => {
  it.each<[LogErrorCode, string, () => unknown]>([
    [
      'unsuitable',
      'a file that is no database',
      () => {
        const path = scratchFile()
        writeFileSync(path, 'no database, but long enough to be looked at '.repeat(50))
        return new SqliteLogs(new DatabaseSync(path))
      },
    ],
    ['unsuitable', 'a database in memory', () => new SqliteLogs(new DatabaseSync(':memory:'))],
    [
      'too-new',
      'tables of a later version',
      async () => {
        const database = await filled(scratchFile())
        database.exec('UPDATE eventwire_schema SET version = 2')
        return new SqliteLogs(database)
      },
    ],
    [
      'busy',
      'a file that another has locked, before there are tables',
      () => {
        const path = scratchFile()
        const other = new DatabaseSync(path)
        other.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE')
        return new SqliteLogs(new DatabaseSync(path), { busyTimeout: 10 })
      },
    ],
    [
      'full',
      'no space for the tables',
      () => {
        const database = new DatabaseSync(scratchFile())
        database.exec('PRAGMA max_page_count = 3')
        return new SqliteLogs(database)
      },
    ],
    [
      'unreachable',
      'a connection that is closed',
      () => {
        const database = new DatabaseSync(scratchFile())
        database.close()
        return new SqliteLogs(database)
      },
    ],
  ])('%s: %s', async (code, _what, act) => {
    const error = await failure(act)
    expect(error.code).toBe(code)
  })

  it.each<SqliteLogsOptions>([{ maxEntries: 0 }, { maxBytes: 1.5 }, { maxAge: 0 }, { pollInterval: Number.NaN }])(
    'a RangeError that names the option: %o',
    (options) => {
      const [name = ''] = Object.keys(options)
      expect(() => new SqliteLogs(new DatabaseSync(scratchFile()), options)).toThrow(RangeError)
      expect(() => new SqliteLogs(new DatabaseSync(scratchFile()), options)).toThrow(name)
    },
  )
})

describe('busy', () => {
  it('waits without blocking the event loop, then says so; goes on when the other is done', async () => {
    const path = scratchFile()
    const database = await filled(path)
    const log = new SqliteLogs(database, { busyTimeout: 40 }).open('log')
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    let turns = 0
    const turning = setInterval(() => (turns += 1), 1)
    const error = await failure(() => log.append(ENTRY, { idempotencyKey: 'k' }))
    clearInterval(turning)
    expect([error.code, turns > 3]).toEqual(['busy', true])
    expect((error.cause as Error).message).toContain('locked')
    // Reading goes on beside a writer.
    expect((await log.bounds()).head.seq).toBe(1)

    const patient = new SqliteLogs(database, { busyTimeout: 10_000 }).open('log')
    const appended = patient.append(ENTRY, { idempotencyKey: 'k' })
    other.exec('ROLLBACK')
    await appended
    expect((await log.bounds()).head.seq).toBe(2)
  })
})

describe('read-only', () => {
  it('a connection that may not write: what is there can be read', async () => {
    const path = scratchFile()
    const writer = await filled(path)
    const log = new SqliteLogs(new DatabaseSync(path, { readOnly: true })).open('log')
    expect((await log.bounds()).head.seq).toBe(1)
    expect((await failure(() => log.append(ENTRY))).code).toBe('read-only')
    writer.close()
  })
})

describe('full', () => {
  it('rejects all of the group, keeps what was there, and goes on when there is space', async () => {
    const database = await filled(scratchFile())
    const log = new SqliteLogs(database).open('log')
    await log.bounds()
    const { max_page_count: before } = database.prepare('PRAGMA max_page_count').get() ?? {}
    database.exec('PRAGMA max_page_count = 1')
    const large = [{ channel: 'c', data: 'x'.repeat(100_000) }]
    const errors = await Promise.all([failure(() => log.append(large)), failure(() => log.append(ENTRY))])
    expect(errors.map(({ code }) => code)).toEqual(['full', 'full'])
    expect((await log.bounds()).head.seq).toBe(1)
    database.exec(`PRAGMA max_page_count = ${Number(before)}`)
    await log.append(large)
    expect((await log.bounds()).head.seq).toBe(2)
  })
})

describe('unreachable', () => {
  it('a connection that was closed under the logs rejects appends, reads and whoever sleeps', async () => {
    const database = await filled(scratchFile())
    const log = new SqliteLogs(database, { pollInterval: 1 }).open('log')
    const { items } = await log.open({ at: 'head' }, { signal: new AbortController().signal })
    const next = items[Symbol.asyncIterator]().next()
    const asleep = failure(() => next)
    await log.bounds()
    database.close()
    const errors = await Promise.all([failure(() => log.append(ENTRY)), failure(() => log.bounds()), asleep])
    expect(errors.map(({ code }) => code)).toEqual(['unreachable', 'unreachable', 'unreachable'])
  })
})

describe('what fails while one reads', () => {
  it('a follower of a closed connection rejects, and nothing else does', async () => {
    const database = await filled(scratchFile())
    const log = new SqliteLogs(database).open('log')
    const { items } = await log.open({ at: 'head' }, { signal: new AbortController().signal })
    const stray: unknown[] = []
    const listen = (reason: unknown): void => void stray.push(reason)
    process.on('unhandledRejection', listen)
    database.close()
    expect((await failure(() => items[Symbol.asyncIterator]().next())).code).toBe('unreachable')
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', listen)
    expect(stray).toEqual([])
  })

  it.each([true, false])('is what is told, also where SQLite has rolled back by itself: %o', async (rollsBack) => {
    const database = new BrokenDatabase(scratchFile())
    const log = new SqliteLogs(database).open('log')
    await log.append(ENTRY)
    database.failing = { start: 'SELECT *', error: sqliteError(11, 'malformed'), rollsBack }
    expect((await failure(() => log.bounds())).code).toBe('damaged')
    expect((await failure(() => log.append(ENTRY))).code).toBe('damaged')
    database.failing = undefined
    expect((await log.bounds()).head.seq).toBe(1)
  })

  it('a commit that fails rejects all, and they can be repeated', async () => {
    const database = new BrokenDatabase(scratchFile())
    const log = new SqliteLogs(database).open('log')
    await log.bounds()
    database.failing = { start: 'COMMIT', error: sqliteError(10 + 4 * 256, 'disk I/O error'), rollsBack: true }
    const append = (key: string) => log.append(ENTRY, { idempotencyKey: key })
    const errors = await Promise.all([failure(() => append('1')), failure(() => append('2'))])
    expect(errors.map(({ code }) => code)).toEqual(['failed', 'failed'])
    database.failing = undefined
    await Promise.all([append('1'), append('2')])
    expect((await log.bounds()).head.seq).toBe(2)
  })
})

describe('a mistake of one caller', () => {
  it('rejects that call, and not the others of its group', async () => {
    const database = await filled(scratchFile())
    const log = new SqliteLogs(database).open('log')
    // No types would let this through.
    const wrong = [
      { channel: 'c', data: 'before it' },
      { channel: {} as string, data: 'x' },
    ]
    const [one, two, three] = await Promise.allSettled([log.append(ENTRY), log.append(wrong), log.append(ENTRY)])
    expect([one?.status, two?.status, three?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(two).toMatchObject({ reason: new TypeError('channel must be a string, got object') })
    expect((await log.bounds()).head.seq).toBe(3)
    await expect(log.append(ENTRY, { idempotencyKey: 1 as unknown as string })).rejects.toThrow(/idempotencyKey must/)
  })

  it('what was disposed of is a TypeError that says so', async () => {
    const database = await filled(scratchFile())
    const logs = new SqliteLogs(database)
    const handle = logs.open('log')
    await handle[Symbol.asyncDispose]()
    await expect(handle.append(ENTRY)).rejects.toThrow(/handle .* was disposed of/)
    const other = logs.open('log')
    const { items } = await other.open({ at: 'head' }, { signal: new AbortController().signal })
    const next = items[Symbol.asyncIterator]().next()
    await logs[Symbol.asyncDispose]()
    await logs[Symbol.asyncDispose]()
    database.close()
    expect(await next).toEqual({ done: true, value: undefined })
    await expect(other.append(ENTRY)).rejects.toThrow(TypeError)
    await expect(other.bounds()).rejects.toThrow(/disposed of/)
    await expect(logs.delete('log')).rejects.toThrow(/disposed of/)
  })
})
