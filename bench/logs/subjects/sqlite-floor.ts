import { DatabaseSync } from 'node:sqlite'
import type { OpenNode } from '../subject.ts'

/** Milliseconds between two looks at the file, as many as of SqliteLogs. */
const INTERVAL = 50
const PAGE = 100

interface Row {
  readonly id: number
  readonly data: string
}

export const open: OpenNode = async ({ at, inFlight }) => {
  const database = new DatabaseSync(`${at}.floor`, { timeout: 5_000 })
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
    CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, log TEXT NOT NULL, data TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS entries_log ON entries (log, id)`)
  const insert = database.prepare('INSERT INTO entries (log, data) VALUES (?, ?)')
  const head = database.prepare('SELECT coalesce(max(id), 0) AS id FROM entries WHERE log = ?')
  const page = database.prepare('SELECT id, data FROM entries WHERE log = ? AND id > ? ORDER BY id LIMIT ?')
  const timers: NodeJS.Timeout[] = []
  let waiting: { readonly log: string; readonly data: string; readonly resolve: () => void }[] = []
  const rows = (log: string, after: number) => page.all(log, after, PAGE) as unknown as readonly Row[]

  function commit(): void {
    const group = waiting
    waiting = []
    database.exec('BEGIN IMMEDIATE')
    for (const { log, data } of group) insert.run(log, data)
    database.exec('COMMIT')
    for (const { resolve } of group) resolve()
  }
  return {
    async append(log, data) {
      if (inFlight === 1) return insert.run(log, data)
      return new Promise<void>((resolve) => {
        if (waiting.length === 0) setImmediate(commit)
        waiting.push({ log, data, resolve })
      })
    },
    async follow(log, heard) {
      let after = Number(head.get(log)?.['id'])
      const look = (): void => {
        for (const { id, data } of rows(log, after)) {
          after = id
          heard(data)
        }
      }
      timers.push(setInterval(look, INTERVAL))
    },
    async catchUp(log, count) {
      let after = 0
      let length = 0
      for (let read = 0; read < count;) {
        const found = rows(log, after)
        if (found.length === 0) throw new Error(`${log} has ${read} entries of ${count}`)
        for (const { data } of found) length += data.length
        after = found.at(-1)?.id ?? after
        read += found.length
      }
      return length
    },
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearInterval(timer)
      database.close()
    },
  }
}
