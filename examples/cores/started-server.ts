import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const ARGS = ['--conditions=@eventwire/source', join(import.meta.dirname, 'server.ts')]

/** server.ts in processes of its own, on a free port. */
export class StartedServer implements AsyncDisposable {
  readonly #child: ChildProcess
  #said = ''

  /** Once both workers serve. */
  static async start(file: string): Promise<StartedServer> {
    const server = new StartedServer(
      spawn(process.execPath, [...ARGS, '0', file], { stdio: ['ignore', 'pipe', 'inherit'] }),
    )
    await server.until(2)
    return server
  }

  private constructor(child: ChildProcess) {
    this.#child = child
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text
    })
  }

  get url(): string {
    return /http:\S+/.exec(this.#said)?.[0] ?? ''
  }

  /** Until so many workers have come to serve, dead ones too. */
  async until(workers: number): Promise<void> {
    while (this.#said.split('\n').length <= workers) {
      if (this.#child.exitCode !== null || !this.#child.stdout) throw new Error('The server has ended.')
      await Promise.race([once(this.#child.stdout, 'data'), once(this.#child, 'exit')])
    }
  }

  /** Its workers end with it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return
    const ended = once(this.#child, 'close')
    this.#child.kill('SIGKILL')
    await ended
  }
}
