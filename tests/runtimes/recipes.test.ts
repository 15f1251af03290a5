import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connect, type Attempt, type AttemptInit } from '@eventwire/client'
import { HostileServer } from './hostile/server.ts'

// What people build with connect(), against a server over sockets.

const JSON_TYPE = { 'content-type': 'application/json' }

test('a chat stream by POST, as language models send it, ends with [DONE]', async () => {
  await using server = await HostileServer.start()
  const words = ['Hel', 'lo'].map((content) => JSON.stringify({ choices: [{ delta: { content } }] }))
  const body = [...words, '[DONE]', 'never read'].map((data) => `data: ${data}\n\n`).join('')
  const question = JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: 'Hi' }] })

  const chat = connect(server.url('chat', [{ body, fault: 'stall', pieces: 7 }]), {
    request: { method: 'POST', headers: { ...JSON_TYPE, authorization: 'Bearer key' }, body: question },
    until: ({ data }) => data === '[DONE]',
  })
  let text = ''
  for await (const { data } of chat) {
    if (data !== '[DONE]') text += JSON.parse(data).choices[0].delta.content
  }

  assert.equal(text, 'Hello')
  const requests = server.seen('chat')
  assert.deepEqual(
    requests.map(({ method, body, headers }) => [method, body, headers['authorization']]),
    [['POST', question, 'Bearer key']],
  )
})

test('a chat stream that breaks off without ids is an error, and is not asked for twice', async () => {
  await using server = await HostileServer.start()
  const request = { method: 'POST', headers: JSON_TYPE, body: '{}' }
  const chat = connect(server.url('chat', [{ body: 'data: a\n\n' }]), { request })
  const events: string[] = []
  for await (const { data } of chat) events.push(data)
  // It ended cleanly and without [DONE]: the caller sees that it was the last event.
  assert.deepEqual(events, ['a'])
  assert.equal(server.seen('chat').length, 1)
})

test('an MCP stream: asked for by POST, closed after an id, goes on by GET after what retry: says', async () => {
  await using server = await HostileServer.start()
  const call = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call' })
  const result = JSON.stringify({ jsonrpc: '2.0', id: 1, result: {} })
  const plan = [
    { body: 'retry: 300\nid: a-1\ndata:\n\n' },
    { body: `id: a-2\ndata: ${result}\n\n`, fault: 'stall' as const },
  ]
  const request = ({ number }: Attempt): AttemptInit => {
    return number === 1 ? { method: 'POST', headers: JSON_TYPE, body: call } : {}
  }

  const stream = connect(server.url('mcp', plan), { request, until: ({ data }) => data.includes('"result"') })
  const events: string[] = []
  for await (const { data } of stream) events.push(data)

  // HTML §9.2.6: a block with an empty data line is an event with empty data.
  assert.deepEqual(events, ['', result])
  const [first, second, ...more] = server.seen('mcp')
  assert.deepEqual([first?.method, first?.body, first?.lastEventId], ['POST', call, undefined])
  assert.deepEqual([second?.method, second?.body, second?.lastEventId, more], ['GET', '', 'a-1', []])
  const waited = (second?.at ?? 0) - (first?.at ?? 0)
  assert.ok(waited >= 299, `waited ${waited} ms`)
})
