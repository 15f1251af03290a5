import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LogError } from '@eventwire/server'
import { SqliteLogs } from '@eventwire/sqlite'

const ENTRY = [{ channel: 'c', data: 'x' }]

/**
 * What goes wrong in a file, and the code of the `LogError` that it must be, whichever driver says so in its own words.
 * Each gets a function that connects, and a path in an empty folder.
 */
const failures = [
  [
    'unsuitable',
    (connect, path) => {
      writeFileSync(path, 'This is a text, and no database at all. '.repeat(100))
      return appendTo(connect(path))
    },
  ],
  ['unsuitable', (connect) => appendTo(connect(':memory:'))],
  [
    'too-new',
    async (connect, path) => {
      const database = connect(path)
      await appendTo(database)
      database.exec('UPDATE eventwire_schema SET version = 2')
      database.close()
      return appendTo(connect(path))
    },
  ],
  [
    'busy',
    async (connect, path) => {
      const database = connect(path)
      await appendTo(database)
      const other = connect(path)
      other.exec('BEGIN IMMEDIATE')
      return appendTo(database, { busyTimeout: 20 }).finally(() => other.exec('ROLLBACK'))
    },
  ],
  [
    'read-only',
    async (connect, path) => {
      const database = connect(path)
      await appendTo(database)
      database.exec('PRAGMA query_only = ON')
      return appendTo(database)
    },
  ],
  [
    'full',
    async (connect, path) => {
      const database = connect(path)
      await appendTo(database)
      database.exec('PRAGMA max_page_count = 1')
      return new SqliteLogs(database).open('log').append([{ channel: 'c', data: 'x'.repeat(100_000) }])
    },
  ],
  [
    'unreachable',
    async (connect, path) => {
      const database = connect(path)
      const log = new SqliteLogs(database).open('log')
      await log.append(ENTRY)
      database.close()
      return log.append(ENTRY)
    },
  ],
]

async function appendTo(database, options) {
  return new SqliteLogs(database, options).open('log').append(ENTRY)
}

/**
 * @param {string} driver
 * @param {(path: string) => any} connect
 * @returns {Promise<import('../suites/run-suite.js').Result[]>}
 */
export async function runFailures(driver, connect) {
  const results = []
  for (const [index, [code, act]] of failures.entries()) {
    if (code === 'unreachable' && driver === 'bun:sqlite') {
      const reason = 'bun:sqlite keeps a closed connection open for its prepared statements'
      results.push({ name: `${driver}: a closed connection is a LogError`, status: 'skipped', reason })
      continue
    }
    const name = `${driver}: failure ${index + 1} is a LogError ${code}`
    const folder = mkdtempSync(join(tmpdir(), 'eventwire-sqlite-'))
    const connections = []
    const outcome = await act((path) => connections[connections.push(connect(path)) - 1], join(folder, 'logs.db')).then(
      () => 'nothing failed',
      (error) => (error instanceof LogError && error.code === code ? undefined : String(error?.stack ?? error)),
    )
    for (const connection of connections) close(connection)
    rmSync(folder, { recursive: true, force: true })
    results.push(outcome === undefined ? { name, status: 'passed' } : { name, status: 'failed', reason: outcome })
  }
  return results
}

function close(connection) {
  try {
    connection.close()
  } catch (error) {
    if (!/open|closed/.test(String(error))) throw error
  }
}
