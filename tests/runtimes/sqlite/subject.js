import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SqliteLogs } from '@eventwire/sqlite'

/**
 * Logs over a driver: each in a file of its own, each handle on a connection of its own.
 *
 * @param {(path: string) => any} connect
 * @returns {import('@eventwire/conformance').LogSubject}
 */
export function sqliteSubject(connect) {
  const paths = new WeakMap()

  function open(path, options, after) {
    const database = connect(path)
    const logs = new SqliteLogs(database, { pollInterval: 2, ...options })
    const close = async () => {
      await logs[Symbol.asyncDispose]()
      database.close()
      after?.()
    }
    return { logs, close }
  }

  function handle(path, options, after) {
    const { logs, close } = open(path, options, after)
    const log = logs.open('log')
    log[Symbol.asyncDispose] = close
    paths.set(log, { path, options })
    return log
  }

  return {
    async open(options) {
      const path = scratchFile()
      return handle(path, options, () => remove(path))
    },
    later: (position) => position.replace(/\d+$/, (seq) => String(Number(seq) + 1)),
    async beside(log) {
      const { path, options } = paths.get(log)
      return handle(path, options)
    },
    async openStore() {
      const path = scratchFile()
      const { logs, close } = open(path, {}, () => remove(path))
      return {
        open: (name) => logs.open(name),
        delete: (name) => logs.delete(name),
        [Symbol.asyncDispose]: close,
      }
    },
  }
}

function scratchFile() {
  return join(mkdtempSync(join(tmpdir(), 'eventwire-sqlite-')), 'logs.db')
}

function remove(path) {
  rmSync(dirname(path), { recursive: true, force: true })
}
