import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../engine.ts'
import { freePort } from '../free-port.ts'
import { processCpu } from '../process-cpu.ts'

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
    const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(server, 'exit')
    await new Promise<void>((resolve, reject) => {
      let said = ''
      server.stdout.on('data', (chunk) => {
        said += String(chunk)
        if (said.includes('Ready to accept connections')) resolve()
      })
      server.on('error', reject)
      server.on('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)))
    })
    const { pid } = server
    return {
      at: `redis://127.0.0.1:${port}`,
      ...(process.platform === 'linux' && pid !== undefined && { cpu: () => processCpu(pid) }),
      async [Symbol.asyncDispose]() {
        server.kill('SIGKILL')
        await ended
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}
