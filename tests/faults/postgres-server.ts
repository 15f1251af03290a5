import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Debian puts the programs of the server aside.
const folders = globSync('/usr/lib/postgresql/*/bin').toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
const env = { ...process.env, PATH: [process.env['PATH'], ...folders].join(':'), LC_ALL: 'C' }

/** As whom it runs: it refuses root. */
const asOther = process.getuid?.() === 0 ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'] : []

const isMissing = [['initdb'], ['postgres'], ...(asOther.length > 0 ? [['setpriv']] : [])].some(
  ([program = '']) => spawnSync(program, ['--version'], { env }).status !== 0,
)
if (isMissing) {
  const how = 'postgres is not on the PATH (Debian: apt-get install postgresql)'
  if (process.env['CI']) throw new Error(`${how}, and CI needs it`)
  console.warn(`SKIPPED: what takes a Postgres, since ${how}`)
}

/** Options for `describe`: what takes a Postgres is skipped where there is none, and fails in CI. */
export const withPostgres: { readonly skip: boolean } = { skip: isMissing }

/** A Postgres of its own on a free port of the loopback, with nothing in it. Its superuser is `postgres`, without password. */
export class PostgresServer implements AsyncDisposable {
  readonly port: number
  readonly #folder = mkdtempSync(join(tmpdir(), 'eventwire-postgres-'))
  #process: ChildProcess | undefined

  static async start(): Promise<PostgresServer> {
    const server = new PostgresServer(await freePort())
    run(['initdb', '--pgdata', server.#data, '--auth=trust', '--username=postgres', '--encoding=UTF8', '--no-sync'])
    await server.start()
    return server
  }

  private constructor(port: number) {
    this.port = port
    chmodSync(this.#folder, 0o777)
  }

  get url(): string {
    return urlOf(this.port)
  }

  /** Starts it again, with what it has. */
  async start(): Promise<void> {
    // Those of a server that was killed see to its end by themselves; until they have, it does not start again.
    for (let left = 100; ; left -= 1) {
      const said = await this.#try()
      if (said === undefined) return
      if (left === 0 || !/still in use|lock file|could not bind/.test(said)) throw new Error(`postgres ended: ${said}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    const server = this.#process
    this.#process = undefined
    if (!server || server.exitCode !== null) return
    const ended = once(server, 'exit')
    // Its own child processes too, or they would go on with what they are at.
    const pids = spawnSync('ps', ['-o', 'pid=', '--ppid', String(server.pid)], { encoding: 'utf8' }).stdout
    server.kill('SIGKILL')
    for (const pid of pids.split('\n').map(Number).filter(Boolean)) kill(pid)
    await ended
  }

  /** Crashes, puts what it has aside, and starts again. */
  async keepCopy(): Promise<void> {
    await this.kill()
    run(['cp', '-a', this.#data, join(this.#folder, 'copy')])
    await this.start()
  }

  /** Crashes, and comes back with the copy: what a failover does whose replica was behind. */
  async restoreCopy(): Promise<void> {
    await this.kill()
    run(['rm', '-rf', this.#data])
    run(['cp', '-a', join(this.#folder, 'copy'), this.#data])
    await this.start()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
  }

  /** Ends it at once, but so that it gives back the memory that it shares with its child processes. */
  async #stop(): Promise<void> {
    const server = this.#process
    this.#process = undefined
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGQUIT')
    await ended
  }

  get #data(): string {
    return join(this.#folder, 'data')
  }

  /** @returns what it said if it ended instead */
  async #try(): Promise<string | undefined> {
    const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'max_connections=100', 'unix_socket_directories=']
    const args = ['-D', this.#data, '-p', String(this.port), ...settings.flatMap((each) => ['-c', each])]
    const [program = '', ...rest] = [...asOther, 'postgres', ...args]
    const server = spawn(program, rest, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    this.#process = server
    let said = ''
    return new Promise((resolve, reject) => {
      server.stderr.on('data', (chunk) => {
        said += String(chunk)
        if (said.includes('database system is ready to accept connections')) resolve(undefined)
      })
      server.on('error', reject)
      server.on('exit', () => resolve(said))
    })
  }
}

/** The URL of a server at a port of the loopback, or of a proxy before it. */
export function urlOf(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}/postgres`
}

function run(command: readonly string[]): void {
  const [program = '', ...args] = [...asOther, ...command]
  const { status, stderr } = spawnSync(program, args, { env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command.join(' ')} failed: ${stderr}`)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It was faster.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
