import { describe, expect, it } from 'vitest'
import { Application, openSession, openStream } from '../src/index.ts'

/** As Deno and Bun give it for the Host of the request, whatever that is. */
function requestFor(url: string, host: string): Request {
  return Object.defineProperty(new Request('http://test/', { headers: { host } }), 'url', { value: url })
}

function turnAway(): Response {
  return new Response(null, { status: 204 })
}

describe.each([
  ['a Host with a path, by which it would be routed', 'http://a/b?c#d/p', 'a/b?c#d'],
  ['a Host with a user', 'http://a@b/p', 'a@b'],
  ['a Host with a backslash', 'http://a\\b/p', 'a\\b'],
  ['two Hosts', 'http://x/p', 'x, y'],
  ['a port that is none', 'http://x:99999/p', 'x:99999'],
  ['a URL that is none', '/p', '['],
])('%s', (_what, url, host) => {
  it('is answered with 400 before a handler sees it, and is nothing that onError is told', async () => {
    const heard: unknown[] = []
    const hear = (what: unknown): Response => {
      heard.push(what)
      return new Response()
    }
    const application = new Application(hear, { onError: hear })
    const request = requestFor(url, host)
    const open: Parameters<typeof application.answer>[0]['open'] = (options) => openStream(request, options, {})
    const response = await application.answer({ request, open, isLeaving: () => false })
    expect([response.status, await response.text(), heard]).toEqual([400, 'Bad Request\n', []])
  })

  it('is answered with 400 before authorize sees it', async () => {
    const { response, session } = await openSession(requestFor(url, host), { authorize: turnAway })
    expect([response.status, session]).toEqual([400, undefined])
  })
})

it.each([
  ['http://test:8080/p?q', 'test:8080'],
  ['http://[::1]:80/', '[::1]:80'],
  ['http://localhost:1/', ''],
  ['http://elsewhere.example/', 'test'],
])('%s for the Host %s is answered', async (url, host) => {
  const { response } = await openSession(requestFor(url, host), {
    authorize: () => new Response(null, { status: 204 }),
  })
  expect(response.status).toBe(204)
})
