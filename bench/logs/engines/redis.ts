import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../engine.ts'
import { freePort } from '../free-port.ts'
import { processCpu } from '../process-cpu.ts'
import { startServer } from '../server-process.ts'

/** A `redis-server` that keeps nothing. */
export const redis: Engine = {
  name: 'redis',
  subjects: [
    { name: 'redis-floor', label: 'floor: ioredis, XADD and XREAD BLOCK' },
    { name: 'redis-eventwire-ioredis', label: 'eventwire, RedisLogs on ioredis' },
    { name: 'redis-eventwire-redis', label: 'eventwire, RedisLogs on redis' },
    { name: 'redis-orpc', label: 'oRPC, IORedisPublisher that can resume' },
  ],
  missing() {
    if (spawnSync('redis-server', ['--version']).status === 0) return undefined
    return 'redis-server is not on the PATH (Debian: apt-get install redis-server)'
  },
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'))
    const port = await freePort()
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no']
    const server = await startServer({ command: ['redis-server', ...args], ready: 'Ready to accept connections' })
    return {
      at: `redis://127.0.0.1:${port}`,
      ...(process.platform === 'linux' && { cpu: () => processCpu(server.pid) }),
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}
