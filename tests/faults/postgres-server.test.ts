import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PostgresServer, withPostgres } from './postgres-server.ts'

describe('a Postgres of its own', { skip: withPostgres.skip || process.platform !== 'linux' }, () => {
  it('leaves no shared memory behind, of which the system has some thousand pieces', async () => {
    const server = await PostgresServer.start()
    const pids = pidsAt(server.port)
    const own = shared().filter(({ maker, users }) => users > 0 && pids.includes(maker))
    expect(own).toHaveLength(1)
    await server[Symbol.asyncDispose]()
    expect(shared().filter(({ id }) => id === own[0]?.id)).toEqual([])
  })
})

/** Its first process, which has the port among its arguments; and children that have not renamed themselves yet. */
function pidsAt(port: number): readonly number[] {
  const wanted = `\0-p\0${port}\0`
  const found = globSync('/proc/[0-9]*/cmdline').filter((file) => readText(file).includes(wanted))
  return found.map((file) => Number(file.split('/')[2]))
}

/** The pieces of System V shared memory: what others have left may be of a process that had the same number. */
function shared(): readonly { readonly id: number; readonly maker: number; readonly users: number }[] {
  const rows = readText('/proc/sysvipc/shm').trim().split('\n').slice(1)
  return rows.map((row) => {
    const [, id, , , maker, , users] = row.trim().split(/\s+/).map(Number)
    return { id: id ?? 0, maker: maker ?? 0, users: users ?? 0 }
  })
}

/** Empty if the process has ended meanwhile. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return ''
  }
}
