/* oxlint-disable unicorn/prefer-add-event-listener -- event handlers are what people have in their fingers */
import { describe, expect, it, vi } from 'vitest'
import { EventSource } from '../src/index.ts'
import { PAGE, sourceScene } from './event-source-scene.ts'

describe('what it can do beyond the standard', () => {
  it('sends headers, made anew for each request', async () => {
    let count = 0
    const headers = async (): Promise<HeadersInit> => ({ authorization: `Bearer ${(count += 1)}` })
    const { clock, fetch } = sourceScene([{ body: 'data: a\n\n' }], { headers })
    await clock.advance(10_000)
    expect(fetch.requests.map((request) => request.headers.get('authorization'))).toEqual(['Bearer 1', 'Bearer 2'])
  })

  it('comes back from a function for headers that throws', async () => {
    let count = 0
    const headers = (): HeadersInit => {
      if ((count += 1) === 1) throw new Error('no token')
      return {}
    }
    const { clock, source, heard } = sourceScene([{ body: 'data: a\n\n', fault: 'stall' }], { headers })
    const codes: unknown[] = []
    source.onerror = ({ error }) => codes.push(error?.code)
    await clock.advance(10_000)
    expect(heard).toEqual(['error 0', 'open 1', 'message a  1'])
    expect(codes).toEqual(['request-failed'])
  })

  it('does not come back from headers that nobody can send', async () => {
    const init = { headers: async () => ({ authorization: 'Bearer \u2026' }) }
    const { clock, fetch, source, heard } = sourceScene([], init)
    const errors: unknown[] = []
    source.onerror = ({ error }) => errors.push(error)
    await clock.advance(3_600_000)
    expect([heard, fetch.requests.length]).toEqual([['error 2'], 0])
    expect(errors[0]).toMatchObject({ code: 'request-failed', willRetry: false })
  })

  it('begins at a last event ID', async () => {
    const { clock, fetch, heard } = sourceScene([{ body: 'data: a\n\n', fault: 'stall' }], { lastEventId: '7' })
    await clock.advance(0)
    expect(fetch.requests[0]?.lastEventId).toBe('7')
    expect(heard).toEqual(['open 1', 'message a 7 1'])
  })

  it('sends credentials only if asked', async () => {
    for (const [withCredentials, credentials] of [
      [true, 'include'],
      [false, undefined],
    ] as const) {
      const fetch = vi.fn(async (_url: string, _init: RequestInit) => new Response(null, { status: 204 }))
      const source = new EventSource(PAGE, { withCredentials, fetch })
      await new Promise((resolve) => (source.onerror = resolve))
      expect(fetch.mock.calls[0]?.[1].credentials).toBe(credentials)
      expect(source.withCredentials).toBe(withCredentials)
    }
  })
})
