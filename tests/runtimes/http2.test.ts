import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createSecureServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Agent, fetch as fetchH2 } from 'undici'
import { connect, type Fetch } from '@eventwire/client'
import { openssl } from './requirements.ts'

const skip = openssl.find() === undefined ? `openssl not found. Get it with: ${openssl.get}` : false

test('HTTP/2, by a fetch that speaks it: ended, resumed, and left', { skip }, async () => {
  const { key, cert } = await certificate()
  const server = createSecureServer({ key, cert }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const ids: unknown[] = []
  let last: ServerHttp2Stream | undefined
  server.on('stream', (stream, headers) => {
    const id = headers['last-event-id']
    ids.push(id)
    last = stream
    stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
    if (id === undefined) stream.write('id: 1\ndata: a\n\n', () => stream.end())
    else stream.write('id: 2\ndata: b\n\n')
  })

  const agent = new Agent({ allowH2: true, connect: { rejectUnauthorized: false } })
  // undici's own types of fetch are not those of the platform.
  const fetch = ((url: string, init: object) => fetchH2(url, { ...init, dispatcher: agent })) as unknown as Fetch
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const events: string[] = []
  for await (const { data } of connect(url, { fetch, retry: { initialDelay: 1, maxDelay: 1 } })) {
    events.push(data)
    if (data === 'b') break
  }
  if (last && !last.closed) await once(last, 'close')

  assert.deepEqual(
    [events, ids],
    [
      ['a', 'b'],
      [undefined, '1'],
    ],
  )
  await agent.close()
  server.close()
})

/** Self-signed, and gone with the test. */
async function certificate(): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwire-h2-'))
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')]
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=127.0.0.1']
  execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const pair = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') }
  await rm(folder, { recursive: true })
  return pair
}
