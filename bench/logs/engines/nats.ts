import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Engine } from '../engine.ts'
import { freePort } from '../free-port.ts'
import { processCpu } from '../process-cpu.ts'
import { startServer } from '../server-process.ts'

/** Where Debian has it is not on everybody's PATH. */
const env = { ...process.env, PATH: [process.env['PATH'] ?? '', '/usr/sbin'].join(delimiter) }

/** A `nats-server` with JetStream, in files. */
export const nats: Engine = {
  name: 'nats',
  subjects: [
    { name: 'nats-floor', label: 'floor: @nats-io/jetstream, publish and ordered consumers' },
    { name: 'nats-eventwire', label: 'eventwire, NatsLogs' },
  ],
  mostLogs: 1_000,
  missing() {
    if (spawnSync('nats-server', ['--version'], { env }).status === 0) return undefined
    return 'nats-server is not on the PATH (Debian: apt-get install nats-server)'
  },
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-nats-'))
    const port = await freePort()
    const args = ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder]
    const server = await startServer({ command: ['nats-server', ...args], env, ready: 'Server is ready' })
    return {
      at: `127.0.0.1:${port}`,
      ...(process.platform === 'linux' && { cpu: () => processCpu(server.pid) }),
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}
