import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface ServerInit {
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]]
  readonly env?: NodeJS.ProcessEnv
  /** What it says once it takes connections. */
  readonly ready: string
  /** How it is ended: at once, and with all its children. @default 'SIGKILL' */
  readonly end?: NodeJS.Signals
}

/** A server that was started. */
export interface ServerProcess extends AsyncDisposable {
  readonly pid: number
}

/** Starts a server; resolves once it takes connections. */
export async function startServer({ command, env, ready, end = 'SIGKILL' }: ServerInit): Promise<ServerProcess> {
  const [program, ...args] = command
  const server = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  await new Promise<void>((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer): void => {
      said += String(chunk)
      if (!said.includes(ready)) return
      // What it says from now on is let go of, but has to be read, so that it does not wait.
      for (const output of [server.stdout, server.stderr]) output.off('data', hear).resume()
      resolve()
    }
    for (const output of [server.stdout, server.stderr]) output.on('data', hear)
    server.on('error', reject)
    server.on('exit', (code, signal) => reject(new Error(`${program} ended with ${signal ?? code}: ${said}`)))
  })
  const { pid } = server
  if (pid === undefined) throw new Error('unreachable')
  return {
    pid,
    async [Symbol.asyncDispose]() {
      if (server.exitCode !== null || server.signalCode !== null) return
      const ended = once(server, 'exit')
      server.kill(end)
      await ended
    },
  }
}
