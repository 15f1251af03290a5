import type { Session } from '@eventwire/server'
import { expect, it } from 'vitest'
import { serve } from '../src/index.ts'
import { until } from './until.ts'
import { Wire } from './wire.ts'

// Node's parser for HTTP/1 takes "HTTP/2.0" in a request line, and says so in httpVersionMajor.

it('who claims HTTP/2 on a connection of HTTP/1 and resets it under a body is no failure', async () => {
  const errors: unknown[] = []
  const seen: string[] = []
  const read = async (request: Request): Promise<Response> => {
    seen.push('begun')
    try {
      return new Response(await request.text())
    } finally {
      seen.push('over')
    }
  }
  await using server = await serve(read, { onError: (error) => errors.push(error) })
  await using wire = await Wire.to(server.port)
  wire.send('POST / HTTP/2.0\r\nHost: test\r\nContent-Length: 9\r\n\r\npart')
  await until('the handler reads', () => seen.length === 1)
  wire.socket.resetAndDestroy()
  await until('the handler reads no more', () => seen.length === 2)
  await server.close()
  expect(errors).toEqual([])
})

it('who claims HTTP/2 on a connection of HTTP/1, stalls and ends its half has left', async () => {
  const sessions: Session[] = []
  await using server = await serve(async (_request, open) => {
    const { response, session } = await open()
    if (session) sessions.push(session)
    return response
  })
  await using wire = await Wire.to(server.port)
  wire.send('GET / HTTP/2.0\r\nHost: test\r\n\r\n')
  await wire.received('retry:')
  wire.socket.pause()
  // More than the system's two buffers hold: Node ends its own half only behind it.
  for (const [session] = sessions; session?.send({ data: 'x'.repeat(32 * 1024 * 1024) }) === 'sent';);
  wire.socket.end()
  await until('it has left', () => sessions[0]?.reason === 'left')
})
