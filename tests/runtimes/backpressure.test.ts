import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { FLOOD_EVENT_BYTES } from './hostile/flood.ts'
import { HostileServer } from './hostile/server.ts'
import { bytesTaken } from './hostile/taken.ts'

// While the consumer stalls, what the process has read of 1 GiB stays near what the consumer has got.

const MODULES = join(import.meta.dirname, 'node_modules')
const MIB = 2 ** 20
const GIB = 2 ** 30

/**
 * Bun's fetch by itself, with a bare reader that stops, was seen to read 124 to 786 KB more than it had given out, in
 * chunks of up to 444 KB, of which a stalled consumer holds one: more than 1 MiB on a busy machine, whoever reads.
 */
const RUNTIMES = [
  ['Node', MIB, process.execPath],
  ['Deno', MIB, join(MODULES, 'deno/deno'), 'run', '--allow-all'],
  ['Bun', 2 * MIB, join(MODULES, 'bun/bin/bun.exe'), 'run'],
] as const

for (const [name, limit, command, ...args] of RUNTIMES) {
  test(`a consumer that stalls stops the server, before and after a reconnect: ${name}`, async () => {
    await using server = await HostileServer.start()
    const url = server.url('flood', [{ flood: GIB }, { flood: GIB }])
    const child = spawn(command, [...args, 'stall.js', url], {
      cwd: import.meta.dirname,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    try {
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
      for (const attempt of [1, 2]) {
        // What the consumer has got of this stream when it stalls, and what the process took then.
        const { events, rss } = JSON.parse((await lines.next()).value ?? '')
        const taken = await stopped(server)
        const ahead = taken - events * FLOOD_EVENT_BYTES
        const grown = residentBytes(child) - rss
        const about = `attempt ${attempt}: read ${ahead} bytes ahead, grew by ${grown} bytes`
        console.log(`${name}, ${about}`)
        assert.ok(ahead < limit, about)
        assert.ok(grown < 16 * MIB, about)
        assert.equal(server.seen('flood').length, attempt)
        if (attempt === 1) server.socket('flood')?.resetAndDestroy()
        child.stdin.write('on\n')
      }
    } finally {
      child.kill()
      await once(child, 'close')
    }
  })
}

/** Waits until nothing more is written, nor read by the process, and gives the bytes that it has read. */
async function stopped(server: HostileServer): Promise<number> {
  for (let before = -1, still = 0; ;) {
    const taken = bytesTaken(server.socket('flood'))
    still = taken === before ? still + 1 : 0
    if (still === 5) return taken
    before = taken
    await delay(50)
  }
}

function residentBytes({ pid }: ChildProcess): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
