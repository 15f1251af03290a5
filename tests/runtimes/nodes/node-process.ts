import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '@eventwire/faults/redis-server'
import { TcpProxy } from '@eventwire/faults'

const HERE = import.meta.dirname
const BUN = resolve(HERE, '../node_modules/bun/bin/bun.exe')

export type NodeRuntime = 'node' | 'bun'

/** One of the servers: a process that can be killed and started again, behind a proxy that keeps its address. */
export class NodeProcess implements AsyncDisposable {
  readonly proxy: TcpProxy
  readonly #runtime: NodeRuntime
  readonly #arguments: readonly string[]
  #child: ChildProcess | undefined
  #complaints = ''

  static async start(runtime: NodeRuntime, engine: string, url: string): Promise<NodeProcess> {
    const port = await freePort()
    const node = new NodeProcess(runtime, [engine, url, String(port)], await TcpProxy.to(port))
    await node.start()
    return node
  }

  private constructor(runtime: NodeRuntime, args: readonly string[], proxy: TcpProxy) {
    this.#runtime = runtime
    this.#arguments = args
    this.proxy = proxy
  }

  /** Where clients find it, dead or alive. */
  get url(): string {
    return `http://127.0.0.1:${this.proxy.port}/`
  }

  /** All that it wrote to its standard error. */
  get complaints(): string {
    return this.#complaints
  }

  async start(): Promise<void> {
    const command = this.#runtime === 'bun' ? [BUN, 'run'] : [process.execPath]
    const [program = '', ...rest] = [...command, join(HERE, 'node.js'), this.#runtime, ...this.#arguments]
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    child.stderr.on('data', (bytes) => (this.#complaints += String(bytes)))
    const { done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
    if (done) throw new Error(`A node on ${this.#runtime} did not start: ${this.#complaints}`)
  }

  /** Kills it as a machine does that loses its power. */
  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    await this.proxy[Symbol.asyncDispose]()
  }
}
