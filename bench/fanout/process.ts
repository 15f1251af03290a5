import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A program that runs JavaScript. */
export interface Program {
  readonly command: string
  readonly args: readonly string[]
}

/** A process that takes orders and answers, each a line of JSON. */
export class Worker {
  readonly #child: ReturnType<typeof launch>
  readonly #lines: AsyncIterator<string>

  /** @param core the core, or the list of them, that it is kept on, if on any. */
  constructor(program: Program, script: string, init: object, core: string | undefined) {
    this.#child = launch(program, [script, JSON.stringify(init)], core)
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  order(order: object): void {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`)
  }

  /** Its next answer. */
  async answer<Answer>(): Promise<Answer> {
    const { value, done } = await this.#lines.next()
    if (done) throw new Error(`${this.#child.spawnargs.join(' ')} has ended`)
    return JSON.parse(value) as Answer
  }

  async ask<Answer>(order: object): Promise<Answer> {
    this.order(order)
    return this.answer<Answer>()
  }

  /** Resolves once it has ended. */
  async kill(): Promise<void> {
    const { exitCode, signalCode } = this.#child
    if (exitCode !== null || signalCode !== null) return
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    // It ends with its orders: so it can end what it has started itself.
    this.#child.stdin.end()
    await ended
  }
}

function launch({ command, args }: Program, [script = '', init = '']: readonly string[], core: string | undefined) {
  const line = [command, ...args, join(import.meta.dirname, script), init]
  const [first = '', ...rest] = core === undefined ? line : ['taskset', '-c', core, ...line]
  return spawn(first, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
}
