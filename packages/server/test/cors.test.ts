import { describe, expect, it } from 'vitest'
import { openSession, SessionLimits, type Cors, type DoorOptions } from '../src/index.ts'

const PAGE = 'https://page.test'
const LISTED: Cors = { origins: [PAGE, 'http://localhost:8080'] }

interface Asked {
  readonly method?: string
  readonly origin?: string
  readonly headers?: Record<string, string>
}

async function ask(
  cors: Cors | undefined,
  { method = 'GET', origin, headers }: Asked,
  options: DoorOptions = {},
): Promise<Response> {
  const request = new Request('http://test/', { method, headers: { ...headers, ...(origin && { origin }) } })
  const { response } = await openSession(request, { ...options, ...(cors && { cors }) })
  await response.body?.cancel()
  return response
}

/** What concerns CORS in a response. */
function corsOf({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name === 'vary' || name.startsWith('access-control-')))
}

function preflight(origin: string, method = 'GET'): Asked {
  const asked = { 'access-control-request-method': method, 'access-control-request-headers': 'last-event-id' }
  return { method: 'OPTIONS', origin, headers: asked }
}

function refuseByCookie(): Response {
  return new Response('no', { status: 401, headers: { vary: 'Cookie' } })
}

function neverAsked(): never {
  throw new Error('A preflight has no credentials to be authorized by')
}

describe('without cors', () => {
  it('no page of another origin is told anything', async () => {
    expect(corsOf(await ask(undefined, { origin: PAGE }))).toEqual({})
    const refused = await ask(undefined, preflight(PAGE))
    expect([refused.status, corsOf(refused)]).toEqual([405, {}])
  })
})

describe('a stream', () => {
  it.each([
    [LISTED, PAGE, { vary: 'Origin', 'access-control-allow-origin': PAGE }],
    [LISTED, 'https://other.test', { vary: 'Origin' }],
    [LISTED, 'https://page.test.evil.test', { vary: 'Origin' }],
    [LISTED, 'http://page.test', { vary: 'Origin' }],
    [LISTED, 'https://page.test:8443', { vary: 'Origin' }],
    [LISTED, 'null', { vary: 'Origin' }],
    [LISTED, undefined, { vary: 'Origin' }],
    [{ origins: '*' }, PAGE, { 'access-control-allow-origin': '*' }],
    [{ origins: '*' }, 'null', { 'access-control-allow-origin': '*' }],
    [
      { ...LISTED, credentials: true },
      PAGE,
      { vary: 'Origin', 'access-control-allow-origin': PAGE, 'access-control-allow-credentials': 'true' },
    ],
    [{ ...LISTED, credentials: true }, 'https://other.test', { vary: 'Origin' }],
  ] as const)('of %j for a page of %s', async (cors, origin, expected) => {
    const response = await ask(cors, origin ? { origin } : {})
    const exposed = 'access-control-allow-origin' in expected && { 'access-control-expose-headers': 'Retry-After' }
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    expect(corsOf(response)).toEqual({ ...expected, ...exposed })
  })
})

describe('every other answer can be read by the page, too', () => {
  const limits = new SessionLimits({ sessions: 1, answer: 'refuse' })
  it.each<[string, number, Asked, DoorOptions]>([
    ['of authorize', 401, {}, { authorize: () => new Response(null, { status: 401 }) }],
    ['whose headers cannot be changed', 302, {}, { authorize: () => Response.redirect('http://test/login', 302) }],
    ['to a wrong method', 405, { method: 'DELETE' }, {}],
    ['to a wrong Accept', 406, { headers: { accept: 'text/html' } }, {}],
    ['to HEAD', 200, { method: 'HEAD' }, {}],
    ['over the limit', 503, {}, { limits }],
  ])('that %s', async (_, status, asked, options) => {
    if (options.limits) await openSession(new Request('http://test/'), options)
    const response = await ask(LISTED, { origin: PAGE, ...asked }, options)
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([status, PAGE])
    expect(response.headers.get('vary')).toBe('Origin')
  })

  it('and keeps what it varies by', async () => {
    const response = await ask(LISTED, { origin: PAGE }, { authorize: refuseByCookie })
    expect(response.headers.get('vary')).toBe('Cookie, Origin')
  })
})

describe('a preflight', () => {
  it('allows the header that a resuming client sends, and the methods of the door; nobody is authorized', async () => {
    const response = await ask(LISTED, preflight(PAGE, 'POST'), { authorize: neverAsked })
    expect([response.status, response.body]).toEqual([204, null])
    expect(corsOf(response)).toEqual({
      vary: 'Origin',
      'access-control-allow-origin': PAGE,
      'access-control-allow-methods': 'GET, POST, HEAD',
      'access-control-allow-headers': 'Last-Event-ID',
      'access-control-max-age': '600',
    })
  })

  it('allows further headers, and credentials, if the option says so', async () => {
    const cors = { ...LISTED, credentials: true, headers: ['Authorization', 'X-Tab'] }
    const allowed = corsOf(await ask(cors, preflight(PAGE), { methods: ['GET'] }))
    expect(allowed).toMatchObject({
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'Last-Event-ID, Authorization, X-Tab',
      'access-control-allow-credentials': 'true',
    })
  })

  it('allows everyone nothing but what was asked for', async () => {
    expect(corsOf(await ask({ origins: '*' }, preflight('null')))).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'Last-Event-ID',
    })
  })

  it('of an origin that is not listed is told nothing', async () => {
    const response = await ask(LISTED, preflight('https://other.test'))
    expect([response.status, corsOf(response)]).toEqual([204, { vary: 'Origin' }])
  })

  it.each([
    ['Origin', { headers: { 'access-control-request-method': 'GET' } }],
    ['Access-Control-Request-Method', { origin: PAGE }],
  ])('is no preflight without %s', async (_, asked) => {
    expect((await ask(LISTED, { method: 'OPTIONS', ...asked })).status).toBe(405)
  })
})

describe('cors that cannot be is a TypeError', () => {
  it.each<[unknown, string]>([
    [{ origins: '*', credentials: true }, "cors.origins must be a list if credentials are allowed, got '*'"],
    [{}, "cors.origins must be '*' or a list of origins, got undefined"],
    [{ origins: PAGE }, 'cors.origins must be \'*\' or a list of origins, got "https://page.test"'],
    [{ origins: ['*'] }, 'cors.origins must hold origins such as "https://example.com", got "*"'],
    [{ origins: ['https://page.test/'] }, 'got "https://page.test/"'],
    [{ origins: ['https://PAGE.test'] }, 'got "https://PAGE.test"'],
    [{ origins: ['page.test'] }, 'got "page.test"'],
    [{ origins: ['null'] }, 'got "null"'],
    [{ origins: [7] }, 'got 7'],
    [{ origins: [PAGE], headers: ['a b'] }, 'cors.headers must hold names of headers, got "a b"'],
    [{ origins: [PAGE], headers: ['*'] }, 'got "*"'],
    [{ origins: [PAGE], headers: 'X-Tab' }, 'cors.headers must be a list'],
  ])('%j', async (cors, message) => {
    const opening = openSession(new Request('http://test/'), { cors: cors as Cors })
    await expect(opening).rejects.toThrow(TypeError)
    await expect(opening).rejects.toThrow(message)
  })
})
