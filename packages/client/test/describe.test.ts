import { describe as suite, expect, it } from 'vitest'
import { describe } from '../src/describe.ts'
import { setUp } from './set-up.ts'

function refused(cause: unknown): Error {
  return new TypeError('fetch failed', { cause })
}

suite('describe', () => {
  const ring: { message: string; cause?: unknown } = new Error('ring')
  ring.cause = ring
  const code = Object.assign(new Error('no'), { code: 'ECONNREFUSED' })

  it.each<[unknown, string]>([
    [new Error('plain'), 'Error: plain'],
    [refused(code), 'TypeError: fetch failed (ECONNREFUSED)'],
    [refused(refused(code)), 'TypeError: fetch failed (ECONNREFUSED)'],
    [Object.assign(refused(code), { code: 'OUTER' }), 'TypeError: fetch failed (ECONNREFUSED)'],
    [Object.assign(new Error('connect ECONNREFUSED ::1'), { code: 'ECONNREFUSED' }), 'Error: connect ECONNREFUSED ::1'],
    [new DOMException('stopped', 'AbortError'), 'AbortError: stopped'],
    [ring, 'Error: ring'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [Object.create(null), 'a value without a text'],
    [
      {
        toString: () => 'mine',
        get cause() {
          throw new Error('never')
        },
      },
      'mine',
    ],
  ])('%#', (thrown, text) => {
    expect(describe(thrown)).toBe(text)
  })

  it('is in every message', async () => {
    const { outcome } = setUp([], { fetch: () => Promise.reject(refused(code)), retry: false })
    expect(await outcome()).toMatchObject({
      error: { message: 'No response from http://test/path: TypeError: fetch failed (ECONNREFUSED)' },
    })
    for (const thrown of [Object.create(null), Symbol('s')]) {
      const { outcome } = setUp([], { fetch: () => Promise.reject(thrown), retry: false })
      expect(await outcome()).toMatchObject({ error: { code: 'network-error', cause: thrown } })
      const asked = setUp([], {
        request: () => {
          throw thrown
        },
        retry: false,
      })
      expect(await asked.outcome()).toMatchObject({ error: { code: 'request-failed', cause: thrown } })
    }
  })
})
