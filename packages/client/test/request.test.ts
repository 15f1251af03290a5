import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { lastEventIdHeader } from '../src/last-event-id.ts'
import { isSafe, isStream, prepareRequest, type AttemptInit } from '../src/request.ts'
import { displayUrl, resolveUrl } from '../src/url.ts'

const BASE = new URL('http://test/a/b')

afterEach(() => vi.unstubAllGlobals())

function headersOf(init: AttemptInit, lastEventId = ''): Record<string, string> {
  return Object.fromEntries(new Headers(prepareRequest(init, BASE, lastEventId).init.headers))
}

describe('prepareRequest', () => {
  it('is a GET for an event stream, past all caches', () => {
    const { url, method, init } = prepareRequest({}, BASE, '')
    expect([url, method, init.cache]).toEqual(['http://test/a/b', 'GET', 'no-store'])
    expect(headersOf({})).toEqual({ accept: 'text/event-stream' })
  })

  it('lets every option and header of the caller win', () => {
    const headers = { Accept: 'text/event-stream, text/plain', authorization: 'x' }
    const { init } = prepareRequest({ cache: 'reload', credentials: 'include', headers }, BASE, '')
    expect(init).toMatchObject({ cache: 'reload', credentials: 'include' })
    expect(headersOf({ headers })).toEqual({ accept: 'text/event-stream, text/plain', authorization: 'x' })
  })

  it('hands on options that only one platform knows', () => {
    const dispatcher = {}
    expect(prepareRequest({ dispatcher } as AttemptInit, BASE, '').init).toHaveProperty('dispatcher', dispatcher)
  })

  it("sends the connection's last event ID, whatever the caller's header says", () => {
    const headers = { 'Last-Event-ID': '5' }
    expect(headersOf({ headers }, '9')['last-event-id']).toBe('9')
    expect(headersOf({ headers }, '')['last-event-id']).toBe('5')
  })

  it('says where it resumes in the query if told to, and nothing if there is nothing to say', () => {
    const cursorIn = { query: 'after' }
    expect(prepareRequest({ url: '?a=b' }, BASE, '9', cursorIn).url).toBe('http://test/a/b?a=b&after=9')
    expect(prepareRequest({ url: '?after=1' }, BASE, '9', cursorIn).url).toBe('http://test/a/b?after=9')
    expect(prepareRequest({}, BASE, '', cursorIn).url).toBe('http://test/a/b')
  })

  it('changes nothing that it is given', () => {
    const headers = new Headers({ a: 'b' })
    prepareRequest(Object.freeze({ headers }), BASE, '9')
    expect([...headers]).toEqual([['a', 'b']])
  })

  it("takes a URL of its own, relative to the connection's", () => {
    expect(prepareRequest({ url: 'c?d=e' }, BASE, '').url).toBe('http://test/a/c?d=e')
  })

  it.each<[string, AttemptInit]>([
    ['a signal', { signal: AbortSignal.abort() } as AttemptInit],
    ['a header that is none', { headers: { 'a b': 'c' } }],
    ['a value that is none', { headers: { a: 'b\nc' } }],
    ['a method that is none', { method: 'GE T' }],
    ['a forbidden method', { method: 'CONNECT' }],
    ['a GET with a body', { body: 'x' }],
    ['a URL of another scheme', { url: 'ftp://test/' }],
    ['a URL with a password', { url: 'http://a:b@test/' }],
  ])('refuses %s', (_, init) => {
    expect(() => prepareRequest(init, BASE, '')).toThrow(TypeError)
  })

  it('leaves a stream as body untouched', () => {
    const body = new ReadableStream()
    prepareRequest({ method: 'POST', body }, BASE, '')
    expect(body.locked).toBe(false)
  })

  it('knows the method in the form that is sent', () => {
    expect(prepareRequest({ method: 'post' }, BASE, '').method).toBe('POST')
    expect(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'get'].map((method) => isSafe(method))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ])
  })

  it('asks caches by header where fetch does not', () => {
    vi.stubGlobal('Deno', {})
    expect(headersOf({})['cache-control']).toBe('no-cache')
    expect(headersOf({ headers: { 'cache-control': 'max-age=0' } })['cache-control']).toBe('max-age=0')
  })

  it('does without the cache option where there is none', () => {
    const Platform = Request
    vi.stubGlobal('Request', function (url: string, init: RequestInit) {
      if (init.cache !== undefined) throw new Error('The cache field is not implemented')
      return new Platform(url, init)
    })
    expect(prepareRequest({}, BASE, '').init).not.toHaveProperty('cache')
    expect(headersOf({})['cache-control']).toBe('no-cache')
  })
})

describe('isStream', () => {
  it('is what can be read only once', () => {
    const once = [new ReadableStream(), (async function* () {})()]
    const again = [undefined, null, 'text', new Uint8Array(1), new Blob(), new FormData(), new URLSearchParams()]
    expect(once.map(isStream)).toEqual([true, true])
    expect(again.filter(isStream)).toEqual([])
  })
})

describe('lastEventIdHeader', () => {
  it.each(['a\u0000', '\u0001', 'a\u001Fb', 'a\u007F', 'a\nb', ' a', 'a ', '\ta', 'a\t', ' '])(
    '%j cannot be sent',
    (id) => {
      expect(lastEventIdHeader(id)).toBeUndefined()
    },
  )

  it('otherwise comes back as it was from the bytes of the header, and fetch takes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        const value = lastEventIdHeader(id)
        if (value === undefined) return
        const sent = new Headers({ 'last-event-id': value }).get('last-event-id') ?? ''
        const bytes = Uint8Array.from(sent, (byte) => byte.charCodeAt(0))
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(id)
      }),
    )
  })
})

describe('resolveUrl', () => {
  it('resolves against the page, its <base> first, or the worker', () => {
    vi.stubGlobal('location', { href: 'https://page.test/x/y' })
    expect(resolveUrl('z').href).toBe('https://page.test/x/z')
    vi.stubGlobal('document', { baseURI: 'https://base.test/' })
    expect(resolveUrl('/z').href).toBe('https://base.test/z')
  })

  it.each(['/relative', '', 'http://', 'ftp://test/', 'data:text/event-stream,', 'file:///x'])('refuses %j', (url) => {
    expect(() => resolveUrl(url)).toThrow(TypeError)
    expect(() => resolveUrl(url)).toThrow(JSON.stringify(url))
  })
})

describe('displayUrl', () => {
  it('keeps secrets', () => {
    expect(displayUrl('https://me:secret@test:8443/path?token=secret#secret')).toBe('https://test:8443/path')
  })
})
