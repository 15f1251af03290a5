import { describe, expect, it, vi } from 'vitest'
import { collect, setUp, STOP } from './set-up.ts'

describe('retry: false', () => {
  it('ends with a clean end, and throws at any other', async () => {
    const once = { retry: false } as const
    expect(await setUp([{ body: 'data: a\n\n' }], once).outcome()).toEqual({ events: ['a'] })
    expect(await setUp([{ body: 'data: a\n\n', fault: 'drop' }], once).outcome()).toMatchObject({
      events: ['a'],
      error: { code: 'network-error', willRetry: false },
    })
    expect(await setUp([{ status: 503 }], once).outcome()).toMatchObject({ error: { status: 503, willRetry: false } })
  })
})

describe('request', () => {
  it('is made anew for each attempt', async () => {
    const attempts: unknown[] = []
    const { outcome, fetch } = setUp([{ body: 'id: 7\ndata: a\n\n' }, STOP], {
      request: async ({ number, lastEventId, cause, signal }) => {
        attempts.push([number, lastEventId, cause?.code, signal.aborted])
        return { url: `?ticket=${number}`, headers: { authorization: `token ${number}` } }
      },
    })
    await outcome()
    expect(attempts).toEqual([
      [1, '', undefined, false],
      [2, '7', 'stream-ended', false],
    ])
    expect(fetch.requests.map(({ url }) => url)).toEqual(['http://test/path?ticket=1', 'http://test/path?ticket=2'])
    expect(fetch.requests.map(({ headers }) => headers.get('authorization'))).toEqual(['token 1', 'token 2'])
  })

  it('that cannot be made now is retried, and one that fetch cannot send is final', async () => {
    const request = vi.fn<() => object>().mockRejectedValueOnce(new Error('no token')).mockReturnValue({ body: 'x' })
    const { outcome, fetch, changes } = setUp([], { request })
    expect(await outcome()).toMatchObject({
      error: { code: 'request-failed', attempt: 2, cause: { name: 'TypeError' } },
    })
    expect(changes[1]).toMatchObject({
      state: 'waiting',
      cause: { code: 'request-failed', cause: { message: 'no token' } },
    })
    expect(fetch.requests).toEqual([])
  })

  it('that never gets made does not hold up close(), and hears of it', async () => {
    const heard = vi.fn<() => void>()
    const { connection, clock, fetch } = setUp([], {
      request: ({ signal }) => {
        signal.addEventListener('abort', heard)
        return new Promise(() => undefined)
      },
    })
    const events = collect(connection)
    await clock.advance(0)
    await connection.close()
    expect(await events).toEqual({ events: [] })
    expect(heard).toHaveBeenCalledOnce()
    expect(fetch.requests).toEqual([])
  })

  it('is not sent if it is made too late', async () => {
    const made = Promise.withResolvers<object>()
    const { connection, clock, fetch } = setUp([], { request: () => made.promise })
    await clock.advance(0)
    await connection.close()
    made.resolve({})
    await clock.advance(0)
    expect(fetch.requests).toEqual([])
  })

  it('by POST that fails is the end, unless an id was issued that can be sent, or the caller allows it', async () => {
    const POST = { method: 'post', body: 'x' }
    expect(await requestsSent([{ fault: 'refuse' }, STOP], { request: POST })).toBe(1)
    expect(await requestsSent([{ status: 503 }, STOP], { request: () => POST })).toBe(1)
    expect(await requestsSent([{ body: 'id: \u0001\ndata: a\n\n' }, STOP], { request: POST })).toBe(1)
    expect(await requestsSent([{ body: 'id: 1\ndata: a\n\nid:\n\n' }, STOP], { request: POST })).toBe(1)
    expect(await requestsSent([{ body: 'id: 1\n\n', fault: 'drop' }, STOP], { request: POST })).toBe(2)
    expect(await requestsSent([{ fault: 'refuse' }, STOP], { request: POST, lastEventId: '1' })).toBe(1)
    const carried = { request: POST, lastEventId: '1' }
    expect(await requestsSent([{ body: 'data: a\n\n', fault: 'drop' }, STOP], carried)).toBe(1)
    expect(await requestsSent([{ body: 'id: 2\n\n', fault: 'drop' }, STOP], carried)).toBe(2)
    expect(await requestsSent([{ fault: 'refuse' }, STOP], { request: POST, retry: { replayUnsafe: true } })).toBe(2)
  })

  it('by POST goes on by GET if the function says so', async () => {
    const { outcome, fetch } = setUp([{ body: 'id: 1\ndata: a\n\n' }, { fault: 'drop' }, STOP], {
      request: ({ number }) => (number === 1 ? { method: 'POST', body: 'x' } : {}),
    })
    await outcome()
    expect(fetch.requests.map(({ method, lastEventId }) => method + lastEventId)).toEqual(['POST', 'GET1', 'GET1'])
  })
})

async function requestsSent(...args: Parameters<typeof setUp>): Promise<number> {
  const { outcome, fetch } = setUp(...args)
  await outcome()
  return fetch.requests.length
}
