import assert from 'node:assert/strict'
import { connect } from '@eventwire/client'

/** Talks in a room of examples/chat: who is there gets its lines, and who comes later too. */
export async function talk(room: string): Promise<void> {
  const early = listen(room, 2)
  await say(room, 'hello')
  await say(room.replace('lobby', 'other'), 'elsewhere')
  await say(room, 'two\nlines')
  const lines = ['line: hello', 'line: two\nlines']
  assert.deepEqual(await early, lines)
  assert.deepEqual(await listen(room, 2), lines)
  assert.equal((await say(room, 'x'.repeat(1_001))).status, 413)
  assert.equal((await say(room.replace('lobby', ''), 'x')).status, 404)
}

async function say(room: string, body: string): Promise<Response> {
  const response = await fetch(room, { method: 'POST', body })
  await response.arrayBuffer()
  return response
}

async function listen(room: string, count: number): Promise<readonly string[]> {
  const heard: string[] = []
  for await (const { type, data } of connect(room)) {
    heard.push(`${type}: ${data}`)
    if (heard.length === count) break
  }
  return heard
}
