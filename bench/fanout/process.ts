import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A process that takes orders as lines and answers with lines of JSON. */
export class Worker {
  readonly #child: ReturnType<typeof launch>
  readonly #lines: AsyncIterator<string>

  constructor(script: string, ...args: readonly string[]) {
    this.#child = launch(script, args)
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  order(line: string): void {
    this.#child.stdin.write(`${line}\n`)
  }

  /** Its next answer. */
  async answer<Answer>(): Promise<Answer> {
    const { value, done } = await this.#lines.next()
    if (done) throw new Error(`${this.#child.spawnargs.join(' ')} has ended`)
    return JSON.parse(value) as Answer
  }

  async ask<Answer>(line: string): Promise<Answer> {
    this.order(line)
    return this.answer<Answer>()
  }

  kill(): void {
    this.#child.kill()
  }
}

function launch(script: string, args: readonly string[]) {
  const file = join(import.meta.dirname, script)
  return spawn(process.execPath, ['--expose-gc', file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
}
