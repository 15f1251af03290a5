import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { serve, type Handler } from '@eventwire/node'
import { behindNginx } from './nginx-proxy.ts'
import { nginx } from './requirements.ts'

// A stream that is cut, behind nginx.

const options = {
  skip: nginx.find() === undefined ? `nginx not found. Get it with: ${nginx.get}` : false,
  timeout: 10_000,
}

/** What a client reads of a stream whose source breaks once the client has its first event. */
async function read(location: string): Promise<string> {
  const arrived = new AbortController()
  async function* broken(): AsyncGenerator<{ data: string }> {
    yield { data: 'a' }
    await once(arrived.signal, 'abort')
    throw new Error('the source broke')
  }
  const handler: Handler = async (_request, open) => {
    const { response, session } = await open()
    // Its failure is what is looked at here, from the other end.
    void session?.pipe(broken()).catch(() => undefined)
    return response
  }
  await using server = await serve(handler)
  let text = ''
  const use = async (origin: string): Promise<void> => {
    const { body } = await fetch(origin)
    for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece
      if (text.includes('data: a')) arrived.abort()
    }
    text += '(ended)'
  }
  const cut = (error: Error): void => void (text += `(${error.message})`)
  await behindNginx(server.url, (origin) => use(origin).catch(cut), { location })
  return text
}

test('by HTTP/1.0, which nginx speaks by default, a cut looks like an end', options, async () => {
  assert.equal(await read(''), 'retry: 1000\n\ndata: a\n\n(ended)')
})

test('by HTTP/1.1 a cut is a cut', options, async () => {
  const settings = "proxy_http_version 1.1; proxy_set_header Connection '';"
  assert.equal(await read(settings), 'retry: 1000\n\ndata: a\n\n(terminated)')
})
