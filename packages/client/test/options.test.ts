import { describe, expect, it } from 'vitest'
import { connect, type ConnectOptions } from '../src/index.ts'

const fetch = (): Promise<Response> => Promise.resolve(new Response(null, { status: 204 }))

describe('connect: what is wrong throws at the call', () => {
  it.each(['/relative', 'nonsense', '', 'ws://test/', 'javascript:alert(1)'])('url %j', (url) => {
    expect(() => connect(url, { fetch })).toThrow(TypeError)
    expect(() => connect(url, { fetch })).toThrow('url must')
  })

  it.each<[name: string, options: object]>([
    ['retries', { retries: 3 }],
    ['unknown option: toString', { toString: 3 }],
    ['unknown option: retry.constructor', { retry: { constructor: 3 } }],
    ['timeouts', { timeouts: 5_000 }],
    ['timeouts.read', { timeouts: { read: 5_000 } }],
    ['timeouts.idle', { timeouts: { idle: '5 s' } }],
    ['timeouts.signOfLife', { timeouts: { signOfLife: 'heartbeats' } }],
    ['until', { until: '[DONE]' }],
    ['failOn', { failOn: true }],
    ['events', { events: {} }],
    ['pauseWhenHidden', { pauseWhenHidden: 1 }],
    ['request', { request: null }],
    ['retry.delay', { retry: { delay: 3 } }],
    ['fetch', { fetch: 'fetch' }],
    ['onComment', { onComment: 1 }],
    ['onStateChange', { onStateChange: {} }],
    ['random', { random: 0.5 }],
    ['signal', { signal: {} }],
    ['lastEventId', { lastEventId: 7 }],
    ['lastEventId', { lastEventId: 'a\nb' }],
    ['retry.initialDelay', { retry: { initialDelay: '1s' } }],
    ['retry', { retry: true }],
    ['request', { request: 'POST' }],
    ['retry.replayUnsafe', { retry: { replayUnsafe: 'yes' } }],
    ['request.body', { request: { method: 'POST', body: new ReadableStream() } }],
    ['request.signal', { request: { signal: AbortSignal.abort() } }],
    ['body', { request: { body: 'x' } }],
    ['GE T', { request: { method: 'GE T' } }],
    ['url', { request: { url: 'ftp://test/' } }],
  ])('%s: TypeError (%#)', (name, options) => {
    expect(() => connect('http://test/', { fetch, ...options })).toThrow(TypeError)
    expect(() => connect('http://test/', { fetch, ...options })).toThrow(name)
  })

  it.each<[name: string, options: ConnectOptions]>([
    ['maxEventBytes', { maxEventBytes: 0 }],
    ['maxEventBytes', { maxEventBytes: NaN }],
    ['maxEventBytes', { maxEventBytes: 1.5 }],
    ['timeouts.connect', { timeouts: { connect: 0 } }],
    ['timeouts.idle', { timeouts: { idle: -1 } }],
    ['timeouts.idle', { timeouts: { idle: NaN } }],
    ['retry.initialDelay', { retry: { initialDelay: -1 } }],
    ['retry.initialDelay', { retry: { initialDelay: NaN } }],
    ['retry.maxDelay', { retry: { maxDelay: -1 } }],
    ['retry.healthyAfter', { retry: { healthyAfter: NaN } }],
    ['retry.maxFailures', { retry: { maxFailures: 0 } }],
    ['retry.maxFailures', { retry: { maxFailures: 1.5 } }],
    ['retry.maxFailures', { retry: { maxFailures: NaN } }],
  ])('%s: RangeError (%#)', (name, options) => {
    expect(() => connect('http://test/', { fetch, ...options })).toThrow(RangeError)
    expect(() => connect('http://test/', { fetch, ...options })).toThrow(name)
  })

  it.each<ConnectOptions>([
    { retry: { maxDelay: Infinity, healthyAfter: Infinity, maxFailures: Infinity } },
    { retry: { initialDelay: 0, maxDelay: 0, healthyAfter: 0, maxFailures: 1 } },
    { signal: undefined, lastEventId: undefined, retry: undefined, onComment: undefined, request: undefined },
    { request: () => ({ method: 'POST', body: new ReadableStream() }) },
  ])('and what is right does not (%#)', async (options) => {
    await connect('http://test/', { fetch, ...options }).close()
  })

  it('does not change the options', async () => {
    const options = Object.freeze({
      fetch,
      retry: Object.freeze({}),
      request: Object.freeze({ headers: Object.freeze({}) }),
    })
    for await (const _ of connect(new URL('http://test/'), options)) expect.unreachable()
  })
})
