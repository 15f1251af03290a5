import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { EventLogLike, LogSubject } from '@eventwire/conformance'
import { SqliteLogs, type SqliteLogsOptions } from '../src/index.ts'
import { scratchFile } from './scratch.ts'

/** The file behind a log, so that a second connection can be made. */
const files = new WeakMap<EventLogLike, { readonly path: string; readonly maxEntries: number }>()

/** Each log in a file of its own, each handle on a connection of its own. */
export const sqliteSubject: LogSubject = {
  async open({ maxEntries }) {
    const path = scratchFile()
    return handle(path, maxEntries, () => remove(path))
  },
  later: (position) => position.replace(/\d+$/, (seq) => String(Number(seq) + 1)),
  async beside(log) {
    const file = files.get(log)
    if (!file) throw new Error('No log of this subject')
    return handle(file.path, file.maxEntries, () => undefined)
  },
  async openStore() {
    const path = scratchFile()
    const { logs, close } = connection(path, {})
    return {
      open: (name) => logs.open(name),
      delete: (name) => logs.delete(name),
      async [Symbol.asyncDispose]() {
        await close()
        remove(path)
      },
    }
  },
}

function connection(path: string, options: SqliteLogsOptions): { logs: SqliteLogs; close(): Promise<void> } {
  const database = new DatabaseSync(path)
  const logs = new SqliteLogs(database, { pollInterval: 2, ...options })
  return {
    logs,
    async close() {
      await logs[Symbol.asyncDispose]()
      database.close()
    },
  }
}

function handle(path: string, maxEntries: number, after: () => void): EventLogLike {
  const { logs, close } = connection(path, { maxEntries })
  const log = logs.open('log')
  const whole: EventLogLike = {
    append: (entries, options) => log.append(entries, options),
    bounds: () => log.bounds(),
    read: (position, options) => log.read(position, options),
    open: (start, options) => log.open(start, options),
    end: () => log.end(),
    capabilities: log.capabilities,
    async [Symbol.asyncDispose]() {
      await close()
      after()
    },
  }
  files.set(whole, { path, maxEntries })
  return whole
}

function remove(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
}
