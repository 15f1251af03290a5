import { spawnSync } from 'node:child_process'
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Engine } from '../engine.ts'
import { freePort } from '../free-port.ts'
import { familyCpu } from '../process-cpu.ts'
import { startServer } from '../server-process.ts'

/** Debian puts the programs of the server aside. */
const FOLDERS = globSync('/usr/lib/postgresql/*/bin').toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
const env = { ...process.env, PATH: [process.env['PATH'] ?? '', ...FOLDERS].join(delimiter), LC_ALL: 'C' }

/** As whom it runs: it refuses root. */
const AS_OTHER = process.getuid?.() === 0 ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'] : []

/** A Postgres as it is without configuration: a commit waits for the disk. */
export const postgres: Engine = {
  name: 'postgres',
  subjects: [
    { name: 'postgres-floor', label: 'floor: pg, INSERT and NOTIFY in one statement per turn' },
    { name: 'postgres-eventwire-pg', label: 'eventwire, PostgresLogs on pg' },
    { name: 'postgres-eventwire-postgres', label: 'eventwire, PostgresLogs on postgres' },
    { name: 'postgres-each', label: 'pg, INSERT and NOTIFY in one statement each' },
  ],
  missing() {
    const programs = ['initdb', 'postgres', ...AS_OTHER.slice(0, 1)]
    if (programs.every((program) => spawnSync(program, ['--version'], { env }).status === 0)) return undefined
    return 'postgres is not on the PATH (Debian: apt-get install postgresql)'
  },
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-postgres-'))
    chmodSync(folder, 0o777)
    const data = join(folder, 'data')
    initialise(data)
    const port = await freePort()
    const server = await startServer({
      command: asOther('postgres', '-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''),
      env,
      ready: 'database system is ready to accept connections',
      // To its children, too; and it gives back the memory that they share.
      end: 'SIGQUIT',
    })
    return {
      at: `postgres://postgres@127.0.0.1:${port}/postgres`,
      ...(process.platform === 'linux' && { cpu: () => familyCpu(server.pid) }),
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

function initialise(data: string): void {
  const [program, ...args] = asOther('initdb', '--pgdata', data, '--auth=trust', '--username=postgres', '--no-sync')
  const { status, stderr } = spawnSync(program, [...args, '--encoding=UTF8'], { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`)
}

function asOther(...command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const [first = command[0], ...rest] = [...AS_OTHER, ...command]
  return [first, ...rest]
}
