import { say, verdictOf } from '@eventwire/faults/follower'
import { withPostgres } from '@eventwire/faults/postgres-server'
import { describe, expect, it } from 'vitest'
import { PostgresLogs, schemaSql } from '../src/index.ts'
import { CLIENTS, pg } from './clients.ts'
import { useStore } from './store.ts'

describe('schema.sql', () => {
  // After a change: `vitest run packages/postgres -u`.
  it('is what migrate() runs, in a transaction', async () => {
    const head = '-- The tables and functions of @eventwire/postgres: what migrate() makes. It may be run again.\n\n'
    await expect(`${head}BEGIN;\n\n${schemaSql()}\nCOMMIT;\n`).toMatchFileSnapshot('../schema.sql')
  })

  it('for another schema names the package as before', () => {
    const text = schemaSql('other')
    expect(text).toContain('CREATE SCHEMA other;')
    expect(text.replaceAll('@eventwire/postgres', '')).not.toContain('eventwire')
    expect(() => schemaSql('robert"; DROP TABLE students; --')).toThrow(TypeError)
  })
})

describe('migrate()', withPostgres, () => {
  const store = useStore()

  it.each(CLIENTS)('on %s: by four nodes at once, and again, keeps what is there', async (_, connect) => {
    const schema = store.schema()
    const nodes = [1, 2, 3, 4].map(() => store.node({ connect, schema }))
    await Promise.all(nodes.map(({ logs }) => logs.migrate()))
    const log = nodes[0]?.logs.open('log')
    if (!log) throw new Error('No log')
    const [one = ''] = await say(log, 'one', 'two')
    await nodes[1]?.logs.migrate()
    expect(await verdictOf(log, one)).toEqual(['two'])
    await nodes[2]?.logs.check()
    const rows = await store.direct.run(
      `SELECT (SELECT count(*) FROM ${schema}.logs)::int AS logs, version FROM ${schema}.version`,
    )
    expect(rows.map((row) => ({ ...row }))).toEqual([{ logs: 1, version: 1 }])
  })

  it('may be done by hand', async () => {
    const schema = store.schema()
    await store.direct.run(`BEGIN; ${schemaSql(schema)} COMMIT`)
    await store.node({ schema }).logs.check()
  })

  it('is asked for where it was not done', async () => {
    const { logs } = store.node({ schema: store.schema() })
    const log = logs.open('log')
    for (const act of [
      () => logs.check(),
      () => say(log, '1'),
      () => log.bounds(),
      () => log.end(),
      () => logs.delete('log'),
    ]) {
      await expect(act()).rejects.toMatchObject({ name: 'LogError', code: 'unsuitable', message: /migrate\(\)/ })
    }
  })

  it('leaves what a later version has made as it is, and says so', async () => {
    const schema = store.schema()
    const { logs, run } = store.node({ schema })
    await logs.migrate()
    const log = logs.open('log')
    await say(log, '1')
    await run(`UPDATE ${schema}.version SET version = 2`)
    // As a later version does, that wants other values.
    await run(`DROP FUNCTION ${schema}.append(jsonb, jsonb)`)
    for (const act of [() => logs.migrate(), () => logs.check(), () => say(log, '2')]) {
      await expect(act()).rejects.toMatchObject({ name: 'LogError', code: 'too-new' })
    }
    const rows = await run(`SELECT to_regprocedure('${schema}.append(jsonb, jsonb)')::text AS there`)
    expect(rows[0]?.['there']).toBeNull()
  })

  it('needs no right to make schemas where the schema is the own one, and logs need only what the README lists', async () => {
    const schema = store.schema()
    await store.direct.run(`
      CREATE ROLE ${schema}_owner LOGIN; CREATE SCHEMA ${schema} AUTHORIZATION ${schema}_owner;
      CREATE ROLE ${schema}_app LOGIN;
    `)
    const as = (role: string) => (url: string) => pg(url.replace('postgres@', `${schema}_${role}@`))
    const owner = store.node({ schema, connect: as('owner') })
    await owner.logs.migrate()
    await owner.logs.migrate()
    const app = store.node({ schema, connect: as('app') })
    await expect(app.logs.check()).rejects.toMatchObject({ name: 'LogError', code: 'refused' })
    await store.direct.run(`
      GRANT USAGE ON SCHEMA ${schema} TO ${schema}_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${schema}_app;
    `)
    await app.logs.check()
    await expect(app.logs.migrate()).rejects.toMatchObject({ name: 'LogError', code: 'refused' })
    const stranger = store.node({ schema: store.schema(), connect: as('app') })
    await expect(stranger.logs.migrate()).rejects.toMatchObject({ name: 'LogError', code: 'refused' })
  })
})

describe('a server that is none for logs', () => {
  it.each([
    ['too-old', { version: '120017', encoding: 'UTF8' }],
    ['unsuitable', { version: '150000', encoding: 'LATIN1' }],
  ])('%s', async (code, settings) => {
    const client = {
      query: async (statement: string) => [
        statement.includes('encoding') ? { encoding: settings.encoding } : { version: settings.version },
      ],
      listen: () => Promise.reject(new Error('Nobody listens')),
    }
    const logs = new PostgresLogs({ client })
    await expect(logs.migrate()).rejects.toMatchObject({ name: 'LogError', code })
    await expect(logs.check()).rejects.toMatchObject({ name: 'LogError', code })
  })
})
