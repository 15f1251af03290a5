import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const isMissing = spawnSync('redis-server', ['--version']).status !== 0
if (isMissing) {
  const how = 'redis-server is not on the PATH (Debian: apt-get install redis-server)'
  if (process.env['CI']) throw new Error(`${how}, and CI needs it`)
  console.warn(`SKIPPED: what takes a Redis, since ${how}`)
}

/** Options for `describe`: what takes a Redis is skipped where there is none, and fails in CI. */
export const withRedis: { readonly skip: boolean } = { skip: isMissing }

/** A `redis-server` of its own on a free port of the loopback, that keeps nothing unless it is told to. */
export class RedisServer implements AsyncDisposable {
  readonly port: number
  readonly #folder = mkdtempSync(join(tmpdir(), 'eventwire-redis-'))
  readonly #args: readonly string[]
  #process: ChildProcess | undefined

  static async start(...args: readonly string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), args)
    await server.start()
    return server
  }

  private constructor(port: number, args: readonly string[]) {
    this.port = port
    this.#args = args
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Starts it again, with what was saved last, if anything was. */
  async start(): Promise<void> {
    const own = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder]
    const server = spawn('redis-server', [...own, '--save', '', '--appendonly', 'no', ...this.#args])
    this.#process = server
    let said = ''
    await new Promise<void>((resolve, reject) => {
      server.stdout.on('data', (chunk) => {
        said += String(chunk)
        if (said.includes('Ready to accept connections')) resolve()
      })
      server.on('error', reject)
      server.on('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)))
    })
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    const server = this.#process
    this.#process = undefined
    if (!server || server.exitCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  }

  /** Stops it as a machine stops that hangs: connections stay, and nothing is answered until {@link thaw}. */
  freeze(): void {
    this.#process?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#process?.kill('SIGCONT')
  }

  /** Puts what SAVE wrote aside. */
  keepCopy(): void {
    copyFileSync(join(this.#folder, 'dump.rdb'), join(this.#folder, 'copy.rdb'))
  }

  /** Crashes, and comes back with the copy: what a failover does whose replica was behind. */
  async restoreCopy(): Promise<void> {
    await this.kill()
    copyFileSync(join(this.#folder, 'copy.rdb'), join(this.#folder, 'dump.rdb'))
    await this.start()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** A port of the loopback that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
