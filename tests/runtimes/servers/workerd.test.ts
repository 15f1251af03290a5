import assert from 'node:assert/strict'
import type { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { serverSuite, unsupportedReason, type ServerSubject } from '@eventwire/conformance'
import type { Miniflare } from 'miniflare'
import { workerd } from '../workerd.ts'
import { talk } from './talk.ts'

// The web door in a Durable Object of workerd.

const ENDS_CLEANLY = 'behind Miniflare a response ends cleanly whose body fails; a client comes back after that, too'

let worker: Miniflare
let origin: string

before(async () => {
  worker = workerd('/servers/workerd.js', {
    durableObjects: { SERVED: 'Served' },
    // By default a client that leaves is not told of at all.
    compatibilityFlags: ['enable_request_signal'],
    // It writes a page of its own addresses for each stream that was cut.
    handleRuntimeStdio: (stdout: Readable, stderr: Readable) => [stdout, stderr].forEach((stream) => stream.resume()),
  })
  ;({ origin } = await worker.ready)
})
after(() => worker.dispose())

let served = 0
const subject: ServerSubject = {
  start: async () => ({ url: `${origin}/reference/${(served += 1)}`, close: async () => undefined }),
  unsupported: {
    'pipe: a source that fails breaks the stream off, so that the client comes back': ENDS_CLEANLY,
    'pipe: what the application words of a failure comes before the stream breaks off': ENDS_CLEANLY,
  },
}

for (const check of serverSuite) {
  test(`workerd, web door: ${check.name}`, { skip: unsupportedReason(subject, check) ?? false }, () =>
    check.run(subject),
  )
}

test('workerd, web door: session.pipe without a Durable Object', async () => {
  const response = await fetch(`${origin}/pipe`)
  assert.equal(await response.text(), 'retry: 1000\n\ndata: Hel\n\ndata: lo\n\ndata: [DONE]\n\n')
})

test('the chat gives a room its lines, and who comes later too: workerd', () => talk(`${origin}/chat/one/rooms/lobby`))
