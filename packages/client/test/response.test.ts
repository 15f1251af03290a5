import { describe, expect, it } from 'vitest'
import { judgeResponse } from '../src/response.ts'
import { retryAfter } from '../src/retry-after.ts'

describe('judgeResponse: the type', () => {
  it.each([
    ['text/event-stream', 'open'],
    ['text/event-stream;charset=utf-8', 'open'],
    ['Text/EVENT-Stream ; charset=iso-8859-1; x="a;b"', 'open'],
    ['text/event-streams', 'not-an-event-stream'],
    ['text/event-stream+json', 'not-an-event-stream'],
    ['text/plain; charset=text/event-stream', 'not-an-event-stream'],
    ['application/json', 'not-an-event-stream'],
    [undefined, 'not-an-event-stream'],
  ])('%s: %s', (type, meaning) => {
    const verdict = judgeResponse(200, new Headers(type === undefined ? {} : { 'content-type': type }), 0)
    expect(verdict.type === 'failed' ? verdict.code : verdict.type).toBe(meaning)
    if (verdict.type === 'failed') expect(verdict.mayRetry).toBe(false)
  })
})

describe('judgeResponse: the status', () => {
  const RETRIED = [408, 425, 429, 500, 501, 502, 503, 504, 599]
  const FATAL = [0, 201, 202, 203, 205, 206, 300, 304, 400, 401, 403, 404, 410, 418, 499, 600, 999]

  it('204 stops', () => expect(judgeResponse(204, new Headers(), 0)).toEqual({ type: 'stop' }))
  it.each(RETRIED)('%i may do better later', (status) => {
    expect(judgeResponse(status, new Headers(), 0)).toMatchObject({ code: 'bad-status', mayRetry: true })
  })
  it.each(FATAL)('%i is final, even with the right type', (status) => {
    const headers = new Headers({ 'content-type': 'text/event-stream' })
    expect(judgeResponse(status, headers, 0)).toMatchObject({ code: 'bad-status', mayRetry: false })
  })
  it('brings its Retry-After', () => {
    expect(judgeResponse(503, new Headers({ 'retry-after': '3' }), 0)).toMatchObject({ retryAfter: 3_000 })
  })
})

describe('retryAfter', () => {
  const NOW = Date.UTC(1994, 10, 6, 8, 49, 7)
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
    ['Sun Nov  6 08:49:37 1994', 30_000],
    ['Sun, 06 Nov 1994 08:49:00 GMT', 0],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['soon', undefined],
    ['1994-11-06T08:49:37Z', undefined],
    ['Sun, 99 Nov 1994 08:49:37 GMT', undefined],
  ])('%j: %j ms', (value, expected) => {
    expect(retryAfter(new Headers({ 'retry-after': value }), NOW)).toBe(expected)
  })

  it('is absent without the header', () => expect(retryAfter(new Headers(), NOW)).toBeUndefined())

  it("counts a date by the server's clock where it shows", () => {
    const headers = { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT', date: 'Sun, 06 Nov 1994 08:49:27 GMT' }
    expect(retryAfter(new Headers(headers), NOW + 3_600_000)).toBe(10_000)
  })
})
