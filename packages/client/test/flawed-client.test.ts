import { clientSuite, type ClientConnection, type ClientOptions, type ClientSubject } from '@eventwire/conformance'
import { describe, expect, it } from 'vitest'
import { connect, type ConnectOptions, type Fetch, type ServerSentEvent } from '../src/index.ts'

/** Clients that are right in all but one thing, and a check that must say so. */
const FLAWED: readonly [flaw: string, subject: ClientSubject, check: string][] = [
  ['forgets its place', through(withoutPlace), 'cut anywhere, it resumes after the last event that it gave'],
  ['takes every refusal for a pause', through(withoutRefusals), 'status 404 is an error, and the end'],
  ['takes every type', through(withoutTypes), 'text/plain is an error, and the end'],
  [
    'is in a hurry',
    changed(({ clock }) => ({ clock: hurried(clock) })),
    'it waits as long as the server asks: retry, if the stream ends',
  ],
  [
    'hammers',
    changed(({ clock }) => ({ clock: hurried(clock) })),
    'a server that accepts and closes at once gets at most 12 requests in a minute',
  ],
  [
    'repeats everything',
    changed(() => ({ retry: { replayUnsafe: true } })),
    'a POST is not repeated, unless an id says where it goes on',
  ],
  ['does not heed the signal', changed(() => ({ signal: undefined })), 'the signal cancels the body and is the error'],
  [
    'has the patience of its defaults',
    changed(() => ({ timeouts: {} })),
    'timeouts.idle gives up a silent stream, which is resumed',
  ],
  [
    'has the patience of its defaults for an answer',
    changed(() => ({ timeouts: {} })),
    'timeouts.connect gives up an attempt without an answer',
  ],
  [
    'passes what it only delivers',
    changed(() => ({ ack: 'delivery' })),
    'a cursor says where to begin, and is moved past what is processed',
  ],
  [
    'passes what nobody acknowledged',
    changed(() => ({ ack: 'processed' })),
    "ack: 'manual' moves the cursor only by acknowledge()",
  ],
  ['reads ahead', { connect: prefetching }, 'it reads no further than its consumer'],
  ['waits to be iterated', { connect: lazy }, 'it connects before anybody iterates'],
]

describe('clientSuite notices a client that', () => {
  it.each(FLAWED)('%s', async (_, subject, name) => {
    const check = clientSuite.find((check) => check.name === name)
    expect(check).toBeDefined()
    await expect(check?.run(subject)).rejects.toThrow(Error)
  })
})

function changed(change: (options: ClientOptions) => ConnectOptions): ClientSubject {
  return { connect: (url, options) => connect(url, { ...options, ...change(options) }) }
}

function through(wrap: (fetch: Fetch) => Fetch): ClientSubject {
  return changed(({ fetch }) => ({ fetch: wrap(fetch) }))
}

function withoutPlace(fetch: Fetch): Fetch {
  return (url, init) => {
    const headers = new Headers(init.headers)
    headers.delete('last-event-id')
    return fetch(url, { ...init, headers })
  }
}

function withoutRefusals(fetch: Fetch): Fetch {
  return async (url, init) => {
    const { body, headers, status } = await fetch(url, init)
    return new Response(body, { headers, status: status === 404 ? 503 : status })
  }
}

function withoutTypes(fetch: Fetch): Fetch {
  return async (url, init) => {
    const { body, status } = await fetch(url, init)
    return new Response(body, { headers: { 'content-type': 'text/event-stream' }, status })
  }
}

function hurried(clock: ClientOptions['clock']): NonNullable<ConnectOptions['clock']> {
  return {
    now: () => clock.now(),
    setTimeout: (callback) => clock.setTimeout(callback, 1),
    clearTimeout: (timer) => clock.clearTimeout(timer),
  }
}

function prefetching(url: string, options: ClientOptions): ClientConnection {
  const connection = connect(url, options)
  const iterator = connection[Symbol.asyncIterator]()
  const ahead = [iterator.next(), iterator.next()]
  async function* read(): AsyncGenerator<ServerSentEvent> {
    for (;;) {
      ahead.push(iterator.next())
      const result = await ahead.shift()
      if (!result || result.done) return
      yield result.value
    }
  }
  return { lastEventId: '', close: () => connection.close(), [Symbol.asyncIterator]: read }
}

function lazy(url: string, options: ClientOptions): ClientConnection {
  async function* read(): AsyncGenerator<ServerSentEvent> {
    yield* connect(url, options)
  }
  return { lastEventId: '', close: () => Promise.resolve(), [Symbol.asyncIterator]: read }
}
