import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const HERE = import.meta.dirname
const MODULES = resolve(HERE, '../node_modules')

/**
 * V8 lets garbage lie for as long as the machine has memory to spare. With the limits of a small container what a process
 * grows by is what it holds on to.
 */
const V8 = ['--expose-gc', '--max-semi-space-size=8', '--max-old-space-size=256']

/** How each runtime runs a script and lets it collect its garbage. */
const COMMANDS = {
  node: [process.execPath, ...V8],
  deno: [join(MODULES, 'deno/deno'), 'run', '--allow-all', `--v8-flags=${V8.join(',')}`],
  bun: [join(MODULES, 'bun/bin/bun.exe'), 'run'],
}

export type Runtime = keyof typeof COMMANDS

export const runtimes: readonly Runtime[] = ['node', 'deno', 'bun']

/** A server in a process of its own, on one runtime, that does what it is ordered (`orders.js`). */
export class Subject implements AsyncDisposable {
  /** What its script said of itself first. */
  readonly port: number
  readonly #child: ChildProcess
  readonly #complaints: string[]
  readonly #answers: AsyncIterator<string>

  private constructor(child: ChildProcess, complaints: string[], answers: AsyncIterator<string>, port: number) {
    this.#child = child
    this.#complaints = complaints
    this.#answers = answers
    this.port = port
  }

  /** @param script Beside this file; it is given the runtime's name and `args`. */
  static async start(runtime: Runtime, script: string, ...args: readonly string[]): Promise<Subject> {
    const [command = '', ...flags] = COMMANDS[runtime]
    const child = spawn(command, [...flags, join(HERE, script), runtime, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
    const complaints: string[] = []
    child.stderr.on('data', (bytes) => complaints.push(String(bytes)))
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const { value = '' } = await answers.next()
    if (value === '') throw new Error(`${script} did not start on ${runtime}: ${complaints.join('')}`)
    return new Subject(child, complaints, answers, JSON.parse(value).port)
  }

  /** Whether its process lives. */
  get lives(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** All that it wrote to its standard error. */
  get complaints(): string {
    return this.#complaints.join('')
  }

  /** Gives an order and waits for the answer. One at a time. */
  async order<Answer>(name: string, argument: unknown = null): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify({ name, argument })}\n`)
    const { value, done } = await this.#answers.next()
    if (done) throw new Error(`The process ended before it had answered ${name}: ${this.complaints}`)
    return JSON.parse(value)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.lives) return
    const closed = once(this.#child, 'close')
    this.#child.kill()
    await closed
  }
}
