import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { talk } from './talk.ts'

// examples/chat: one application file on three runtimes, by the commands of its package.json.

const CHAT = resolve(import.meta.dirname, '../../../examples/chat')
const MODULES = resolve(import.meta.dirname, '../node_modules')
const SOURCE = '--conditions=@eventwire/source'

const RUNTIMES = [
  ['Node', process.execPath, SOURCE, 'server.ts'],
  ['Deno', join(MODULES, 'deno/deno'), 'run', '--allow-net', SOURCE, 'deno.ts'],
  ['Bun', join(MODULES, 'bun/bin/bun.exe'), SOURCE, 'bun.ts'],
] as const

for (const [name, command, ...args] of RUNTIMES) {
  test(`the chat gives a room its lines, and who comes later too: ${name}`, async () => {
    const child = spawn(command, [...args, '0'], { cwd: CHAT, stdio: ['ignore', 'pipe', 'pipe'] })
    const complaints: string[] = []
    child.stderr.on('data', (bytes) => complaints.push(String(bytes)))
    try {
      await talk(await roomOf(child))
    } finally {
      child.kill()
      await once(child, 'close')
    }
    assert.deepEqual(complaints, [])
  })
}

/** The room of the first line that it prints; fails with what it complains of if it ends before. */
async function roomOf(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout)
  for await (const line of createInterface({ input: child.stdout })) {
    const room = /^curl -N (http:\S+)$/.exec(line)?.[1]
    if (room !== undefined) return room
  }
  throw new Error(`It ended before it listened, with ${child.exitCode}`)
}
