import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judge } from './answers.ts'
import { fuzz } from './fuzzing.ts'
import { runtimes } from './subject.ts'

// In short; `node load/fuzz.ts` does it for ten minutes each.

const SECONDS = 30

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n'
for (const [what, text] of [
  ['a header of the client', `${HEAD}X-injected: 1\r\n\r\n`],
  ['a value with a line of its own', `${HEAD}Vary: Origin\nX: 1\r\n\r\n`],
  ['an event of the client', `${HEAD}\r\nretry: 1000\n\nevent: injected\ndata: 1\n\n`],
  ['an event of the client in chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nid: x\r\n1\r\n\n\r\n`],
  ['a gap in several lines', `${HEAD}\r\nevent: gap\ndata: {"kind":\ndata: "gap"}\n\n`],
  ['what is no answer', `${HEAD}Content-Length: 1\r\n\r\n\nhello\r\n\r\n`],
] as const) {
  test(`the fuzz sees ${what}`, () => assert.ok(judge(text).fault !== undefined))
}

test('the fuzz takes what a server sends', () => {
  const gap = '{"kind":"gap","requested":"\\\\r\\\\n"}'
  const stream = `retry: 1000\n\nid: e-1\n\n:\n\nid: e-2\nevent: gap\ndata: ${gap}\n\nid: e-3\nevent: tick\ndata: 3\n\n`
  const chunked = `${HEAD}Transfer-Encoding: chunked\r\n\r\n${stream.length.toString(16)}\r\n${stream}\r\n0\r\n\r\n`
  const refused = 'HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Length: 3\r\n\r\nUse'
  assert.deepEqual(judge(`${refused}${chunked}${refused}`), { statuses: ['405', '200', '405'], fault: undefined })
})

for (const runtime of runtimes) {
  test(`the HTTP surface of serve, fuzzed: ${runtime}`, async () => {
    const seed = Date.now() % 2 ** 32
    const { connections, answers } = await fuzz(runtime, { seconds: SECONDS, seed })
    console.log(`${runtime}, seed ${seed}: ${connections} connections, ${JSON.stringify(answers)}`)
    // It has reached the streams, and what refuses them.
    for (const status of ['200', '204', '400', '401', '404', '405', '406']) assert.ok(answers[status], status)
  })
}
