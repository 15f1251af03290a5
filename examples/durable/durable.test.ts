import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '@eventwire/client'
import { serve } from '@eventwire/node'
import { expect, it } from 'vitest'
import { notes } from './app.ts'

it('a client goes on over two restarts as if there were none', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'durable-')), 'notes.db')
  const seen: string[] = []
  let port = 0

  const during = async (act: (url: string) => Promise<void>): Promise<void> => {
    await using app = notes(file)
    await using server = await serve(app.handler, { port })
    port = Number(new URL(server.url).port)
    await act(server.url)
  }
  let events: AsyncIterableIterator<{ readonly type: string; readonly data: string }> | undefined
  const next = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= 1) {
      const { value } = (await events?.next()) ?? {}
      if (value) seen.push(`${value.type} ${value.data}`)
    }
  }

  await during(async (url) => {
    events = connect(url)[Symbol.asyncIterator]()
    await add(url, 'one')
    await next(1)
  })
  await during(async (url) => {
    await add(url, 'two')
    await next(1)
  })
  await during(async (url) => {
    await add(url, 'three')
    await next(1)
    expect(seen).toEqual(['message one', 'message two', 'message three'])
    await events?.return?.()
  })
})

async function add(url: string, body: string): Promise<void> {
  // Not over a connection to the server before.
  const { status } = await fetch(url, { method: 'POST', body, headers: { connection: 'close' } })
  expect(status).toBe(204)
}
