import { type ChildProcess, spawn } from 'node:child_process'
import { SOURCE_CONDITION } from '../packages.ts'

/** A file running in a Node process of its own. */
export class Child {
  /** What it wrote to both streams so far. */
  output = ''
  /** Settles when the process is gone: true for exit code 0. */
  readonly ended: Promise<boolean>
  /** Settles when it has written its first line, or is gone: a server says where it listens. */
  readonly ready: Promise<void>
  readonly #process: ChildProcess

  /** @param timeout milliseconds after which the process is ended */
  constructor(file: string, timeout: number) {
    this.#process = spawn(process.execPath, [`--conditions=${SOURCE_CONDITION}`, file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
      killSignal: 'SIGKILL',
    })
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text
      })
    }
    this.ready = new Promise((resolve) => {
      this.#process.stdout?.on('data', (text: string) => {
        if (text.includes('\n')) resolve()
      })
      this.#process.once('close', () => resolve())
    })
    this.ended = new Promise((resolve, reject) => {
      this.#process.once('error', reject)
      this.#process.once('close', (code, signal) => {
        if (signal === 'SIGKILL') this.output += `(ended after ${timeout / 1000} s)\n`
        resolve(code === 0)
      })
    })
  }

  /** False once it has ended, by itself or not. */
  get running(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** Ends the process and waits until it is gone. */
  async stop(): Promise<void> {
    this.#process.kill()
    await this.ended
  }
}
