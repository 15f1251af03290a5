import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const PROGRAM = join(import.meta.dirname, 'writing-process.ts')

/** What writing-process.ts has written. */
export class WritingProcess {
  output = ''
  readonly ended: Promise<unknown>
  readonly #child: ChildProcess

  constructor(args: readonly string[], { under = [] }: { readonly under?: readonly string[] } = {}) {
    const [command = '', ...rest] = [...under, process.execPath, '--conditions=@eventwire/source', PROGRAM, ...args]
    this.#child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.output += text
    })
    this.ended = once(this.#child, 'close')
  }

  /** Lines of what was acknowledged: position and text. A line that was cut off counts too, if it has both. */
  get acknowledged(): readonly (readonly [position: string, data: string])[] {
    return Array.from(this.output.matchAll(/^([0-9a-z]{12}-\d+) (\d+ \d+ \d+)$/gm), ([, position = '', data = '']) => [
      position,
      data,
    ])
  }

  /** Resolves when so many lines have come, or the process is gone. */
  async until(lines: number): Promise<void> {
    while (this.output.split('\n').length <= lines && this.#child.exitCode === null && this.#child.stdout) {
      await Promise.race([once(this.#child.stdout, 'data'), this.ended])
    }
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.ended
  }
}
