import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'

const MAIN = resolve(import.meta.dirname, '../src/main.ts')

/** The demo's command line, as `pnpm demo` runs it. */
export const COMMAND: readonly string[] = [process.execPath, '--conditions=@eventwire/source', MAIN]

/** What a shell must be told to run the demo. */
export function shellCommand(...args: readonly string[]): string {
  return [...COMMAND, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
}

/** `script` of util-linux, which runs a command in a pseudo-terminal and ends with its exit code. */
export function hasScript(): boolean {
  return spawnSync('script', ['-qec', 'exit 7', '/dev/null'], { stdio: 'ignore' }).status === 7
}

/** A program that runs: what it wrote, and a way to wait for more. */
export class Program {
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>
  #waiting: (() => void) | undefined
  #output = ''
  #errors = ''

  constructor([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(command, args, { env: { ...process.env, ...env } })
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on('close', (code) => resolve(code))
      this.#child.on('error', reject)
    })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text
      this.#waiting?.()
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#errors += text))
  }

  get output(): string {
    return this.#output
  }

  get errors(): string {
    return this.#errors
  }

  /** Waits until it has written this, and gives the match. */
  async wrote(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#output)
      if (match) return match
      const ended = await Promise.race([
        this.#ended.then(() => true),
        new Promise<false>((resolve) => (this.#waiting = () => resolve(false))),
      ])
      if (ended && !pattern.test(this.#output)) {
        throw new Error(`It ended and never wrote ${pattern}, but:\n${this.#output}${this.#errors}`)
      }
    }
  }

  type(keys: string): void {
    this.#child.stdin?.write(keys)
  }

  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Closes our end of its output, as `| head` does. */
  leave(): void {
    this.#child.stdout?.destroy()
  }

  ended(): Promise<number | null> {
    return this.#ended
  }

  /** For a test that has failed: nothing may outlive it. */
  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL')
  }
}
