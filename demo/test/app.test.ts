import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from '@eventwire/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDemo, type Demo } from '../src/demo.ts'

let demo: Demo

beforeAll(async () => {
  demo = await startDemo({ port: 0, tail: undefined, every: 20, retry: 50 })
})

afterAll(() => demo[Symbol.asyncDispose]())

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Unlike fetch it sends any header; of a stream it reads until `enough`. */
function ask(path: string, options: { method?: string; headers?: Record<string, string>; enough?: RegExp } = {}) {
  const { enough, ...init } = options
  return new Promise<Answer>((resolve, reject) => {
    const sent = httpRequest(`${demo.url}${path}`, { agent: false, ...init }, (response) => {
      let body = ''
      const answer = (): void => resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        body += text
        if (!enough?.test(body)) return
        answer()
        response.destroy()
      })
      response.on('end', answer)
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end()
  })
}

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const FACT = /^event: cpu\nid: \w+-\d+\ndata: \{.*\n\n/m

describe('the page', () => {
  it('is what a browser gets, with nothing from outside', async () => {
    const { status, headers, body } = await ask('/', { headers: HTML })
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'x-content-type-options': 'nosniff',
      vary: 'accept',
    })
    expect(body).toContain('<title>eventwire demo</title>')
    expect(body.match(/https?:\/\/[^'"\s]+/g)).toEqual(['http://www.w3.org/2000/svg'])
  })

  it('brings every file that it asks for', async () => {
    const { body } = await ask('/', { headers: HTML })
    const waiting = [...body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '')
    const found = new Map<string, string | undefined>()
    for (const path of waiting) {
      if (found.has(path)) continue
      const { status, headers, body } = await ask(path)
      expect([path, status]).toEqual([path, 200])
      found.set(path, headers['content-type'])
      waiting.push(...[...body.matchAll(/^import .* from '\.(\/[^']+)'/gm)].map(([, imported]) => imported ?? ''))
    }
    expect(Object.fromEntries(found)).toMatchObject({
      '/page.css': 'text/css; charset=utf-8',
      '/main.js': 'text/javascript; charset=utf-8',
      '/chart.js': 'text/javascript; charset=utf-8',
    })
  })

  it('is the only thing that is served', async () => {
    for (const path of ['/tsconfig.json', '/../src/main.ts', '/%2e%2e/package.json', '/index.html/', '/constructor']) {
      expect((await ask(path)).status).toBe(404)
    }
    expect(await ask('/page.css', { method: 'DELETE' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
    expect(await ask('/', { method: 'HEAD', headers: HTML })).toMatchObject({ status: 200, body: '' })
  })
})

describe('the stream', () => {
  it('is at /events, and at / for curl', async () => {
    for (const [path, accept] of [
      ['/events', '*/*'],
      ['/events', 'text/event-stream'],
      ['/', '*/*'],
      ['/', 'text/event-stream'],
    ] as const) {
      const { headers, body } = await ask(path, { headers: { accept }, enough: FACT })
      expect(headers['content-type']).toBe('text/event-stream')
      expect(body).toMatch(/^retry: 50\n/)
    }
  })

  it('answers a last event ID that is none of its own with a gap', async () => {
    const headers = { 'last-event-id': '\u00ff\u00fe; DROP' }
    const { status, body } = await ask('/events', { headers, enough: /^event: gap\n(?:.+\n)+\n/m })
    expect(status).toBe(200)
    expect(body).toContain('"reason":"unreadable"')
  })

  it('refuses POST, and a body of HTML', async () => {
    expect((await ask('/events', { method: 'POST' })).status).toBe(405)
    expect((await ask('/events', { headers: { accept: 'text/html' } })).status).toBe(406)
  })
})

describe('the cut', () => {
  it('cuts everyone, and is pressed by this page or by a tool', async () => {
    const port = new URL(demo.url).port
    for (const headers of [
      {},
      { origin: demo.url, 'sec-fetch-site': 'same-origin' },
      { origin: `http://localhost:${port}`, host: `localhost:${port}` },
    ]) {
      let asked: Promise<Answer> | undefined
      let lost: string | undefined
      const connection = connect(`${demo.url}/events`, {
        onStateChange({ state, cause }) {
          if (state !== 'waiting') return
          lost = cause?.code
          void connection.close()
        },
      })
      for await (const _ of connection) asked ??= ask('/cut', { method: 'POST', headers })
      expect(await asked).toMatchObject({ status: 200, body: '{"cut":1}' })
      expect(lost).toBe('network-error')
    }
  })

  it.each([
    { origin: 'https://example.com' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' },
    { origin: 'http://127.0.0.1:1' },
  ])('is not pressed by a foreign page: %j', async (headers) => {
    expect((await ask('/cut', { method: 'POST', headers })).status).toBe(403)
    // Nor does it follow the stream.
    for (const path of ['/events', '/']) expect((await ask(path, { headers })).status).toBe(403)
  })

  it('takes a POST', async () => {
    expect(await ask('/cut')).toMatchObject({ status: 405, headers: { allow: 'POST' } })
  })
})

it.each(['example.com', '127.0.0.1.example.com', 'localhost.example.com:80', '[::1]'])(
  'does not answer to the foreign name %s, whoever made it point here',
  async (host) => {
    for (const path of ['/', '/events', '/page.css']) {
      expect((await ask(path, { headers: { ...HTML, host } })).status).toBe(421)
    }
    expect((await ask('/cut', { method: 'POST', headers: { host } })).status).toBe(421)
  },
)
