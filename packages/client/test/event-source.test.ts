/* oxlint-disable unicorn/prefer-add-event-listener -- event handlers are what is tested, and what people have in their fingers */
import { describe, expect, it, vi } from 'vitest'
import { ConnectError, EventSource, type EventSourceErrorEvent } from '../src/index.ts'
import { PAGE, sourceScene } from './event-source-scene.ts'

const BODY = 'id: 1\ndata: a\n\nevent: tick\ndata: b\n\n: c\n\nid: 2\n\n'

describe('a stream', () => {
  it('is opened and dispatched, each state in place before its event', async () => {
    const { clock, fetch, source, heard } = sourceScene([{ body: BODY, fault: 'stall' }], {}, ['tick'])
    expect([source.readyState, source.url, source.withCredentials]).toEqual([0, PAGE, false])
    expect(fetch.requests).toEqual([])
    await clock.advance(0)
    expect(heard).toEqual(['open 1', 'message a 1 1', 'tick b 1 1'])
    source.close()
    expect([source.readyState, fetch.requests[0]?.state]).toEqual([2, 'cancelled'])
    expect(fetch.requests[0]?.headers.get('accept')).toBe('text/event-stream')
  })

  it('gives MessageEvents with the origin of the URL that the stream came from in the end', async () => {
    const seen: unknown[] = []
    const { clock, source } = sourceScene([], {
      fetch: async () => {
        const response = new Response('data: a\n\n', { headers: { 'content-type': 'text/event-stream' } })
        return Object.defineProperty(response, 'url', { value: 'https://elsewhere.test:8443/after/a/redirect' })
      },
    })
    source.onmessage = (event) => {
      seen.push(event instanceof MessageEvent, event.origin, event.lastEventId, event.bubbles, event.cancelable)
      source.close()
    }
    await clock.advance(0)
    expect(seen).toEqual([true, 'https://elsewhere.test:8443', '', false, false])
    expect(source.url).toBe(PAGE)
  })

  it('says so also where the MessageEvent of the platform forgets it, as that of workerd does', async () => {
    class Forgetful extends MessageEvent<string> {
      constructor(type: string, { data }: MessageEventInit<string>) {
        super(type, { data: data ?? '' })
      }
    }
    vi.stubGlobal('MessageEvent', Forgetful)
    try {
      const seen: string[] = []
      const { clock, source } = sourceScene([{ body: 'id: 1\ndata: a\n\n', fault: 'stall' }])
      source.onmessage = ({ data, origin, lastEventId }) => seen.push(data, origin, lastEventId)
      await clock.advance(0)
      source.close()
      expect(seen).toEqual(['a', 'http://test', '1'])
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('lets code that awaits one event listen for the next', async () => {
    const { clock, source } = sourceScene([{ body: 'data: a\n\ndata: b\n\ndata: c\n\n', fault: 'stall' }])
    const next = async (): Promise<string> => {
      const event = await new Promise<MessageEvent<string>>((resolve) => {
        source.addEventListener('message', resolve, { once: true })
      })
      return event.data
    }
    const all = (async () => [await next(), await next(), await next()])()
    expect(await clock.run(all)).toEqual(['a', 'b', 'c'])
    source.close()
  })

  it('dispatches nothing more once a listener has closed it, not even the rest of the chunk', async () => {
    const { clock, fetch, source, heard } = sourceScene([{ body: 'data: a\n\ndata: b\n\n', fault: 'drop' }])
    source.addEventListener('message', () => source.close(), { once: true })
    await clock.advance(100_000)
    expect(heard).toEqual(['open 1', 'message a  1'])
    expect([fetch.requests.length, clock.pending]).toEqual([1, 0])
  })

  it('closed by its open listener is not read', async () => {
    const { clock, fetch, source, heard } = sourceScene([{ body: 'data: a\n\n' }])
    source.onopen = () => source.close()
    await clock.advance(100_000)
    expect(heard).toEqual(['open 1'])
    expect(fetch.requests.map(({ state }) => state)).toEqual(['cancelled'])
  })

  it('is closed before it was asked for', async () => {
    const { clock, fetch, source, heard } = sourceScene([{ body: 'data: a\n\n' }])
    source.close()
    await clock.advance(100_000)
    expect([heard, fetch.requests.length, clock.pending]).toEqual([[], 0, 0])
  })

  it.each([undefined, 'wait'])(
    'is closed while it is waited for, be it by a fetch that does not heed its signal',
    async (late) => {
      const { promise: response, resolve: answer } = Promise.withResolvers<Response>()
      const cancel = vi.fn()
      const { clock, source, heard } = sourceScene([], { fetch: () => response })
      await clock.advance(0)
      source.close()
      if (late) {
        answer(new Response(new ReadableStream({ cancel }), { headers: { 'content-type': 'text/event-stream' } }))
        await clock.advance(0)
        expect(cancel).toHaveBeenCalledTimes(1)
      }
      expect([heard, source.readyState]).toEqual([[], 2])
    },
  )

  it('that throws in a listener goes on, and the error is reported', async () => {
    const reported: unknown[] = []
    const before = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', (error) => reported.push(error.message))
    try {
      const { clock, source, heard } = sourceScene([{ body: 'data: a\n\ndata: b\n\n', fault: 'stall' }])
      source.onmessage = ({ data }) => {
        throw new Error(`mine ${data}`)
      }
      await clock.advance(0)
      expect(heard).toEqual(['open 1', 'message a  1', 'message b  1'])
      await clock.advance(0)
      expect(reported).toEqual(['mine a', 'mine b'])
      source.close()
    } finally {
      process.removeAllListeners('uncaughtException')
      for (const listener of before) process.on('uncaughtException', listener)
    }
  })
})

describe('the end of a stream', () => {
  it.each(['end', 'drop'] as const)(
    'by %s: comes back after exactly the reconnection time, with the last event ID',
    async (fault) => {
      const script = [{ body: BODY, fault }, { body: 'retry: 70\ndata: c\n\n', fault }, { fault: 'hang' as const }]
      const { clock, fetch, heard, times } = sourceScene(script, { random: () => 0.9 })
      await clock.advance(10_000)
      expect(heard).toEqual(['open 1', 'message a 1 1', 'error 0', 'open 1', 'message c 2 1', 'error 0'])
      expect(times).toEqual([0, 3_000, 3_070])
      expect(fetch.requests.map(({ lastEventId }) => lastEventId)).toEqual(['', '2', '2'])
    },
  )

  it('sends the last event ID as UTF-8', async () => {
    const { clock, fetch } = sourceScene([{ body: 'id: \u4F60\u00E9\ndata: a\n\n' }])
    await clock.advance(10_000)
    expect(fetch.requests[1]?.lastEventId).toBe('\u4F60\u00E9')
    expect(fetch.requests[1]?.headers.get('last-event-id')).toBe('\u00E4\u00BD\u00A0\u00C3\u00A9')
  })

  it('waits longer after attempts that failed, and exactly again after a stream that brought something', async () => {
    const script = [...Array.from({ length: 5 }, () => ({ fault: 'refuse' as const })), { body: 'data: a\n\n' }]
    const { clock, heard, times } = sourceScene(script, { reconnectionTime: 1_000 })
    await clock.advance(120_000)
    expect(times.slice(1).map((time, index) => time - (times[index] ?? 0))).toEqual([
      1_000, 1_000, 2_000, 4_000, 7_500, 1_000,
    ])
    expect(heard.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'error 0'))
  })

  it.each(['', 'retry: 0\n\n'])(
    'at once, again and again, brings at most 12 requests in a minute: %j',
    async (body) => {
      for (const random of [0, 0.999]) {
        const { clock, times } = sourceScene(() => ({ body }), { random: () => random })
        await clock.advance(59_999)
        expect(times.length).toBeLessThanOrEqual(12)
      }
    },
  )

  it('keeps a wait that no timer could keep', async () => {
    const { clock, fetch } = sourceScene([{ body: 'retry: 3000000000\ndata: a\n\n' }])
    await clock.advance(2 ** 31 - 2)
    expect(fetch.requests).toHaveLength(1)
    await clock.advance(1)
    expect(fetch.requests).toHaveLength(2)
  })

  it('while it waits, close() leaves no timer', async () => {
    const { clock, source, heard } = sourceScene([{ fault: 'refuse' }])
    await clock.advance(10)
    expect(heard).toEqual(['error 0'])
    source.close()
    expect(clock.pending).toBe(0)
  })
})

describe('what fails the connection', () => {
  it.each([
    ['204', { status: 204 }],
    ['another status', { status: 201, body: BODY }],
    ['an error status, whatever it asks', { status: 503, headers: { 'retry-after': '1' } }],
    ['a wrong type', { headers: { 'content-type': 'text/event-stream-x' }, body: BODY }],
    ['no type', { headers: {}, body: BODY }],
  ])('%s: closed, with one error event', async (_, answer) => {
    const { clock, fetch, source, heard } = sourceScene([answer])
    const errors: unknown[] = []
    source.onerror = ({ error }) => errors.push(error)
    await clock.advance(3_600_000)
    expect(heard).toEqual(['error 2'])
    expect([fetch.requests.length, fetch.active, clock.pending]).toEqual([1, 0, 0])
    expect(errors[0]).toBeInstanceOf(ConnectError)
    expect(errors[0]).toMatchObject({ willRetry: false, attempt: 1 })
  })

  it.each([
    'Text/Event-Stream',
    'text/event-stream; charset=windows-1251',
    ' text/event-stream ;x',
    'text/event-stream;',
  ])('not %j', async (type) => {
    const { clock, heard } = sourceScene([{ headers: { 'content-type': type }, fault: 'stall' }])
    await clock.advance(0)
    expect(heard).toEqual(['open 1'])
  })

  it.each(['ftp://test/', 'data:text/event-stream,data:a', 'mailto:x', 'file:///x'])(
    'the scheme of %s',
    async (url) => {
      const fetch = vi.fn()
      const source = new EventSource(url, { fetch })
      const event = await new Promise<EventSourceErrorEvent>((resolve) => (source.onerror = resolve))
      expect([source.readyState, event.error?.willRetry, fetch.mock.calls]).toEqual([2, false, []])
    },
  )

  it('an event larger than maxEventBytes, after those before it', async () => {
    const { clock, heard } = sourceScene([{ body: 'data: a\n\ndata: 123456789\n\n' }], { maxEventBytes: 8 })
    await clock.advance(3_600_000)
    expect(heard).toEqual(['open 1', 'message a  1', 'error 2'])
  })
})
