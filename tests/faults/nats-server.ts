import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort } from './redis-server.ts'

/** Where Debian has it, which is not on everybody's PATH. */
const PATH = [process.env['PATH'] ?? '', '/usr/sbin'].join(delimiter)
const env = { ...process.env, PATH }

const isMissing = spawnSync('nats-server', ['--version'], { env }).status !== 0
if (isMissing) {
  const how = 'nats-server is not on the PATH (Debian: apt-get install nats-server)'
  if (process.env['CI']) throw new Error(`${how}, and CI needs it`)
  console.warn(`SKIPPED: what takes NATS, since ${how}`)
}

/** Options for `describe`: what takes NATS is skipped where there is none, and fails in CI. */
export const withNats: { readonly skip: boolean } = { skip: isMissing }

/** A `nats-server` of its own on a free port of the loopback, with JetStream unless told otherwise. */
export class NatsServer implements AsyncDisposable {
  readonly port: number
  readonly #folder = mkdtempSync(join(tmpdir(), 'eventwire-nats-'))
  #process: ChildProcess | undefined

  /** @param config more of its configuration, in its own language */
  static async start(config = 'jetstream {}'): Promise<NatsServer> {
    const server = new NatsServer(await freePort())
    await server.start(config)
    return server
  }

  private constructor(port: number) {
    this.port = port
  }

  get url(): string {
    return `127.0.0.1:${this.port}`
  }

  /** Starts it again, with what is in its store. */
  async start(config = 'jetstream {}'): Promise<void> {
    const file = join(this.#folder, 'nats.conf')
    const store = config.replace(
      'jetstream {',
      `jetstream { store_dir: ${JSON.stringify(join(this.#folder, 'store'))}, `,
    )
    writeFileSync(file, `listen: "127.0.0.1:${this.port}"\nserver_name: test\n${store}\n`)
    const server = spawn('nats-server', ['-c', file], { env })
    this.#process = server
    let said = ''
    await new Promise<void>((resolve, reject) => {
      server.stderr.on('data', (chunk) => {
        said += String(chunk)
        if (said.includes('Server is ready')) resolve()
      })
      server.on('error', reject)
      server.on('exit', (code) => reject(new Error(`nats-server ended with ${code}: ${said}`)))
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

  /** Crashes, comes back, and has put its store aside as it was in between. */
  async keepCopy(): Promise<void> {
    await this.kill()
    cpSync(join(this.#folder, 'store'), join(this.#folder, 'copy'), { recursive: true })
    await this.start()
  }

  /** Crashes, and comes back with the copy. */
  async restoreCopy(): Promise<void> {
    await this.wipe()
    cpSync(join(this.#folder, 'copy'), join(this.#folder, 'store'), { recursive: true })
    await this.start()
  }

  /** Crashes, and loses all that it had. It is not started again. */
  async wipe(): Promise<void> {
    await this.kill()
    rmSync(join(this.#folder, 'store'), { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
