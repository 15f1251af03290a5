import { describe, expect, it, vi } from 'vitest'
import { openSession, requestLastEventId, type DoorOptions, type Grant } from '../src/index.ts'

const HEAD = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly url?: string
}

function ask({ url = 'http://test/', ...init }: Asked = {}): Request {
  return new Request(url, init)
}

/** A text as a header carries it: its UTF-8 bytes as one character each. */
function asHeader(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text))
}

describe('the head', () => {
  it('says that this is a stream, that nothing may store or change it, and holds nothing of a connection', async () => {
    const { response } = await openSession(ask())
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toEqual(HEAD)
  })

  it('is all that HEAD gets, by a body whose length no platform knows', async () => {
    const { response, session } = await openSession(ask({ method: 'HEAD' }))
    expect([response.status, response.body === null, session]).toEqual([200, false, undefined])
    expect(Object.fromEntries(response.headers)).toEqual(HEAD)
    expect(await response.text()).toBe('')
  })
})

describe('the method', () => {
  it.each([
    ['PUT', undefined, 'GET, POST, HEAD'],
    ['DELETE', undefined, 'GET, POST, HEAD'],
    ['POST', ['GET'], 'GET, HEAD'],
    ['GET', ['POST'], 'POST'],
    ['HEAD', ['POST'], 'POST'],
  ])('%s is refused with 405 where %j are allowed', async (method, methods, allow) => {
    const { response, session } = await openSession(ask({ method }), methods ? { methods } : {})
    expect([response.status, response.headers.get('allow'), session]).toEqual([405, allow, undefined])
    expect(await response.text()).toMatch(/^Use /)
  })

  it.each(['GET', 'POST'])('%s is let in', async (method) => {
    expect((await openSession(ask({ method }))).session).toBeDefined()
  })
})

describe('Accept', () => {
  it.each([
    'text/event-stream',
    'TEXT/Event-Stream',
    'text/event-stream; charset=utf-8',
    '*/*',
    'text/*',
    'text/html, */*;q=0.1',
    'text/html,text/event-stream;q=0.001',
    'text/*;q=0, text/event-stream',
    '*/*;q=0, text/*;q=0.5',
    'text/event-stream ; q=1.000 ; x=y',
    ' , text/event-stream,,',
    ' ',
  ])('%j lets in', async (accept) => {
    expect((await openSession(ask({ headers: { accept } }))).response.status).toBe(200)
  })

  it.each([
    'text/html',
    'application/json',
    'text/event-stream;q=0',
    'text/event-stream;q=0.000',
    'text/event-stream;Q=0, */*',
    'text/*;q=0, */*',
    'text/event-streams',
    'text/event-stream+json',
    '*/*;q=0',
  ])('%j excludes a stream: 406', async (accept) => {
    const { response, session } = await openSession(ask({ headers: { accept } }))
    expect([response.status, session]).toEqual([406, undefined])
    expect(await response.text()).toContain('text/event-stream')
  })
})

describe('authorize', () => {
  it('gives the context of the session', async () => {
    const grant = { context: { user: 7 } }
    const { session } = await openSession(ask(), { authorize: async () => grant })
    expect(session?.context).toBe(grant.context)
    expect((await openSession(ask())).session?.context).toBeUndefined()
  })

  it('answers with a response of its own, to HEAD too', async () => {
    const options: DoorOptions = { authorize: () => new Response('no', { status: 401 }) }
    for (const method of ['GET', 'HEAD']) {
      const { response, session } = await openSession(ask({ method }), options)
      expect([response.status, session]).toEqual([401, undefined])
    }
  })

  it('sees the request, but not one that is refused before', async () => {
    const authorize = vi.fn<(request: Request) => Grant<undefined>>(() => ({ context: undefined }))
    const request = ask({ headers: { authorization: 'x' } })
    await openSession(request, { authorize })
    expect(authorize.mock.calls).toEqual([[request]])
    await openSession(ask({ method: 'PUT' }), { authorize })
    expect(authorize).toHaveBeenCalledTimes(1)
  })

  it('that throws lets nobody in', async () => {
    const failing = openSession(ask(), { authorize: () => Promise.reject(new Error('database down')) })
    await expect(failing).rejects.toThrow('database down')
  })

  it.each([undefined, null, false, true, 0, 'yes', {}])('that gives %o lets nobody in', async (given) => {
    const options = { authorize: () => given } as unknown as DoorOptions
    await expect(openSession(ask(), options)).rejects.toThrow(/^authorize must return a grant/)
  })
})

describe('the last event ID', () => {
  it.each([
    ['', '', ''],
    ['the header', 'abc-1', 'abc-1'],
    ['UTF-8', asHeader('ü 日本 💥'), 'ü 日本 💥'],
    ['a BOM at its start, which is a part of it', asHeader('\uFEFF1'), '\uFEFF1'],
    ['broken UTF-8', '\xff\xfe', '\uFFFD\uFFFD'],
    ['what a platform has decoded already', 'ü 日', 'ü 日'],
  ])('from the header: %s', (_, header, expected) => {
    expect(requestLastEventId(header, '/?lastEventId=other')).toBe(expected === '' ? 'other' : expected)
  })

  it.each([
    ['/events', ''],
    ['/events?', ''],
    ['/events?lastEventId', ''],
    ['/events?x=1&lastEventId=abc-1&lastEventId=2', 'abc-1'],
    ['/events?lastEventId=%C3%BC+%F0%9F%92%A5', 'ü 💥'],
    ['/events?lastEventId=%FF%', '\uFFFD%'],
    ['http://test/?lastEventId=1', '1'],
  ])('from the query of %s', (url, expected) => {
    expect(requestLastEventId(null, url)).toBe(expected)
    expect(requestLastEventId('', url)).toBe(expected)
  })

  it('is cut at 4096 characters, whichever way it came', () => {
    const long = 'x'.repeat(5_000)
    expect(requestLastEventId(long, '/')).toBe('x'.repeat(4_096))
    expect(requestLastEventId(null, `/?lastEventId=${long}`)).toBe('x'.repeat(4_096))
    expect(requestLastEventId(asHeader('é'.repeat(5_000)), '/')).toBe('é'.repeat(2_048))
  })

  it('reaches the session', async () => {
    const request = ask({ headers: { 'last-event-id': asHeader('né-1') } })
    expect((await openSession(request)).session?.lastEventId).toBe('né-1')
    expect((await openSession(ask({ url: 'http://test/?lastEventId=7' }))).session?.lastEventId).toBe('7')
  })
})

it('rejects options that cannot be, before anything else', async () => {
  await expect(openSession(ask({ method: 'PUT' }), { retry: -1 })).rejects.toThrow(RangeError)
})

describe('a client that leaves', () => {
  it.each(['before', 'after'])('is known by the signal of its request, %s the session is opened', async (when) => {
    const leaving = new AbortController()
    if (when === 'before') leaving.abort()
    const { session } = await openSession(new Request('http://localhost/', { signal: leaving.signal }))
    leaving.abort()
    expect(session?.reason).toBe('left')
  })

  it('is known by that signal also later, where the platform does not cancel the body that it reads', async () => {
    const leaving = new AbortController()
    const { response, session } = await openSession(new Request('http://localhost/', { signal: leaving.signal }))
    const reader = response.body?.getReader()
    await reader?.read()
    const pending = reader?.read()
    leaving.abort()
    expect(session?.reason).toBe('left')
    expect(await pending).toEqual({ done: true, value: undefined })
  })

  it('is not who aborts after the end, as Deno does for every request', async () => {
    const leaving = new AbortController()
    const { response, session } = await openSession(new Request('http://localhost/', { signal: leaving.signal }))
    void session?.close()
    await response.text()
    leaving.abort()
    expect(session?.reason).toBe('closed')
  })
})
