import { say, verdictOf } from '@eventwire/faults/follower'
import { withPostgres } from '@eventwire/faults/postgres-server'
import { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { PostgresLogs, type PostgresLogsOptions } from '../src/index.ts'
import { CLIENTS } from './clients.ts'
import { useStore } from './store.ts'

const connection = { query: () => Promise.resolve([]), listen: () => Promise.reject(new Error('Nobody listens')) }

describe('a mistake of the caller', () => {
  it.each<Partial<PostgresLogsOptions>>([
    { maxEntries: 0 },
    { maxBytes: 1.5 },
    { maxAge: 0 },
    { maxKeys: Number.NaN },
    { timeout: 2 ** 31 },
    { checkInterval: 0 },
    { maxPendingBytes: -1 },
    { maxEntryBytes: 0 },
  ])('is a RangeError that names the option: %o', (options) => {
    const [name = ''] = Object.keys(options)
    expect(() => new PostgresLogs({ client: connection, ...options })).toThrow(RangeError)
    expect(() => new PostgresLogs({ client: connection, ...options })).toThrow(name)
  })

  it('is a TypeError: no client, a pool of one, a schema that is no name', () => {
    for (const client of [undefined, {}, 'postgres://', () => undefined]) {
      expect(() => new PostgresLogs({ client: client as never })).toThrow(/Pool of pg/)
    }
    expect(() => new PostgresLogs({ client: new Pool({ max: 1 }) })).toThrow(/at least 2 clients/)
    for (const schema of ['', 'a b', '"', 'pg_x', '1a', 'ä', 'x'.repeat(64)]) {
      expect(() => new PostgresLogs({ client: connection, schema }), schema).toThrow(TypeError)
    }
    expect(() => new PostgresLogs({ client: connection }).open('x'.repeat(1_001))).toThrow(RangeError)
  })
})

describe.for(CLIENTS)('what Postgres refuses, on %s', withPostgres, ([, connect]) => {
  const store = useStore()
  const url = (change: (url: URL) => void) => (text: string) => {
    const it = new URL(text)
    change(it)
    return connect(it.href)
  }

  it('a port where nobody is: unreachable, also to who follows', async () => {
    const { logs } = store.node({ connect: url((it) => (it.port = '1')) })
    const failure = { name: 'LogError', code: 'unreachable' }
    const log = logs.open('log')
    for (const act of [() => logs.check(), () => logs.migrate(), () => say(log, '1'), () => log.bounds()]) {
      await expect(act()).rejects.toMatchObject(failure)
    }
    const { signal } = new AbortController()
    await expect(logs.open('log').open({ at: 'head' }, { signal })).rejects.toMatchObject(failure)
  })

  it('no such database: unsuitable', async () => {
    const { logs } = store.node({ connect: url((it) => (it.pathname = '/nowhere')) })
    await expect(logs.check()).rejects.toMatchObject({ name: 'LogError', code: 'unsuitable' })
  })

  it('no such user: refused', async () => {
    const { logs } = store.node({ connect: url((it) => (it.username = 'nobody_such')) })
    await expect(logs.check()).rejects.toMatchObject({ name: 'LogError', code: 'refused' })
  })

  it('read-only: what is there can be read', async () => {
    const schema = store.schema()
    const { logs } = store.node({ schema })
    await logs.migrate()
    await say(logs.open('log'), '1', '2')
    await store.direct.run(`
      CREATE ROLE ${schema} LOGIN; ALTER ROLE ${schema} SET default_transaction_read_only = on;
      GRANT USAGE ON SCHEMA ${schema} TO ${schema}; GRANT ALL ON ALL TABLES IN SCHEMA ${schema} TO ${schema};
    `)
    const reader = store.node({ schema, connect: url((it) => (it.username = schema)) })
    const log = reader.logs.open('log')
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['1', '2'])
    await expect(say(log, '3')).rejects.toMatchObject({ name: 'LogError', code: 'read-only' })
    await expect(reader.logs.open('new').bounds()).rejects.toMatchObject({ name: 'LogError', code: 'read-only' })
  })

  it('statement_timeout: timeout, and nothing was done', async () => {
    const schema = store.schema()
    const { logs } = store.node({ schema })
    await logs.migrate()
    const place = (await say(logs.open('log'), '1'))[0] ?? ''
    await store.direct.run(`CREATE ROLE ${schema} LOGIN SUPERUSER; ALTER ROLE ${schema} SET statement_timeout = 100`)
    const hasty = store.node({ schema, connect: url((it) => (it.username = schema)) })
    await store.direct.run(`
      CREATE FUNCTION ${schema}.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;
      CREATE TRIGGER slow BEFORE INSERT ON ${schema}.entries FOR EACH ROW EXECUTE FUNCTION ${schema}.slow()
    `)
    await expect(say(hasty.logs.open('log'), '2')).rejects.toMatchObject({ name: 'LogError', code: 'timeout' })
    expect(await verdictOf(logs.open('log'), place)).toEqual([])
  })

  it('closed: a TypeError, and whoever follows is at its end', async () => {
    const { logs } = store.node({ connect, schema: store.schema() })
    await logs.migrate()
    const log = logs.open('log')
    const { items } = await log.open({ at: 'head' }, { signal: new AbortController().signal })
    const next = items[Symbol.asyncIterator]().next()
    await logs.close()
    await logs.close()
    expect(await next).toEqual({ done: true, value: undefined })
    await expect(say(log, '1')).rejects.toThrow(TypeError)
    await expect(log.bounds()).rejects.toThrow(/closed/)
    const handle = logs.open('log')
    await handle[Symbol.asyncDispose]()
    await expect(handle.append([])).rejects.toThrow(/disposed of/)
  })
})
