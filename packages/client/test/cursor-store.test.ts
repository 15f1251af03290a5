import { afterEach, describe, expect, it, vi } from 'vitest'
import { storageCursor } from '../src/index.ts'
import { setUp, STOP } from './set-up.ts'

const BODY = 'id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\n\n'

afterEach(() => vi.unstubAllGlobals())

describe('storageCursor', () => {
  it('survives a reload', async () => {
    const items = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => items.set(key, value),
    })
    const sent: (string | undefined)[] = []
    for (let load = 0; load < 2; load += 1) {
      const { fetch, outcome } = setUp([{ body: BODY }, STOP], { cursor: storageCursor('place') })
      await outcome()
      sent.push(fetch.requests[0]?.lastEventId)
    }
    expect(sent).toEqual(['', '3'])
    expect([...items]).toEqual([['place', '3']])
  })

  it('says so where there is no storage', () => {
    vi.stubGlobal('localStorage', undefined)
    expect(() => storageCursor('place')).toThrow(TypeError)
  })
})
