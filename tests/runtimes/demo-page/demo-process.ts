import { spawn, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'

const MAIN = resolve(import.meta.dirname, '../../../demo/src/main.ts')

/** Milliseconds that it may take to close. */
const PATIENCE = 5_000

/** The demo as its own process, with its rows kept. */
export class DemoProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>
  #output = ''
  #wake: () => void = () => undefined

  /** @param args Its flags. */
  constructor(...args: readonly string[]) {
    const stdio = ['ignore', 'pipe', 'inherit'] as const
    this.#child = spawn(process.execPath, ['--conditions=@eventwire/source', MAIN, ...args], { stdio: [...stdio] })
    this.#ended = new Promise((resolve) => this.#child.on('close', resolve))
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text
      this.#wake()
    })
  }

  /** Waits until it has written this, and gives the first group. Fails if it ends before. */
  async wrote(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.#output)
      if (match) return match[1] ?? ''
      const more = new Promise<'more'>((resolve) => (this.#wake = () => resolve('more')))
      if ((await Promise.race([more, this.#ended])) !== 'more') throw new Error(`The demo ended:\n${this.#output}`)
    }
  }

  /** Ends it as Ctrl-C does, and gives its exit code; null if it had to be killed. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGINT')
    const late = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE)
    const code = await this.#ended
    clearTimeout(late)
    return code
  }
}
