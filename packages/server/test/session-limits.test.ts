import { EventStreamParser } from '@eventwire/parser'
import { describe, expect, it } from 'vitest'
import { openSession, SessionLimits, type DoorOptions, type Opened, type SessionLimitsOptions } from '../src/index.ts'
import { TestClock } from './test-clock.ts'

/** A door whose clients come by name. */
function door(limits: SessionLimits, options: DoorOptions = {}): (name: string) => Promise<Opened<undefined>> {
  const base = { limits, clock: new TestClock(), random: () => 0.5, key: nameOf, ...options }
  return (name) => openSession(new Request(`http://test/${name}`), base)
}

function nameOf({ url }: Request): string | undefined {
  return new URL(url).pathname.slice(1) || undefined
}

function failing(): never {
  throw new Error('no key')
}

async function refused(options: Partial<SessionLimitsOptions>, random: number): Promise<Response> {
  const limits = new SessionLimits({ sessions: 1, ...options })
  const enter = door(limits, { random: () => random })
  await enter('a')
  return (await enter('b')).response
}

describe('the limit of all sessions', () => {
  it('lets in as many, and another for each that is over', async () => {
    const limits = new SessionLimits({ sessions: 2 })
    const enter = door(limits)
    const [first, second, third] = [await enter('a'), await enter('b'), await enter('c')]
    expect([first, second, third].map(({ session }) => session !== undefined)).toEqual([true, true, false])
    expect(limits.open).toBe(2)
    await first.response.body?.cancel()
    expect(limits.open).toBe(1)
    expect([(await enter('c')).session, (await enter('d')).session].map(Boolean)).toEqual([true, false])
  })

  it('is one for all doors that share it', async () => {
    const limits = new SessionLimits({ sessions: 1 })
    await door(limits)('a')
    expect((await door(limits)('b')).session).toBeUndefined()
  })

  it('is not overstepped by requests that come at once, nor by those that are authorized at length', async () => {
    const limits = new SessionLimits({ sessions: 3 })
    const enter = door(limits, {
      async authorize() {
        await new Promise((resolve) => setImmediate(resolve))
        return { context: undefined }
      },
    })
    const opened = await Promise.all(Array.from({ length: 20 }, (_, index) => enter(String(index))))
    expect([opened.filter(({ session }) => session).length, limits.open]).toEqual([3, 3])
  })

  it('does not count who is not let in, or asks for the head alone', async () => {
    const limits = new SessionLimits({ sessions: 1 })
    await door(limits, { authorize: () => new Response(null, { status: 403 }) })('a')
    await openSession(new Request('http://test/', { method: 'HEAD' }), { limits })
    await openSession(new Request('http://test/', { method: 'PUT' }), { limits })
    await expect(door(limits, { key: failing })('a')).rejects.toThrow('no key')
    expect(limits.open).toBe(0)
  })

  it('counts a client that has left before its session was opened as one that is over', async () => {
    const limits = new SessionLimits({ sessions: 1 })
    await openSession(new Request('http://test/', { signal: AbortSignal.abort() }), { limits })
    expect(limits.open).toBe(0)
  })
})

describe('the limit per key', () => {
  it('is of each key alone, and who has none counts among all', async () => {
    const limits = new SessionLimits({ sessions: 5, perKey: 2 })
    const enter = door(limits)
    const opened = []
    for (const name of ['a', 'a', 'a', 'b', '', '', '', '']) opened.push((await enter(name)).session !== undefined)
    expect(opened).toEqual([true, true, false, true, true, true, false, false])
  })

  it('is told the request and what was granted', async () => {
    const limits = new SessionLimits({ sessions: 5, perKey: 1 })
    const open = (user: string): Promise<Opened<{ user: string }>> =>
      openSession(new Request('http://test/'), {
        limits,
        authorize: () => ({ context: { user } }),
        key: (_, context) => context.user,
      })
    const opened = [await open('ann'), await open('bob'), await open('ann')]
    expect(opened.map(({ session }) => session?.context.user)).toEqual(['ann', 'bob', undefined])
  })

  it('forgets keys whose sessions are over', async () => {
    const limits = new SessionLimits({ sessions: 5, perKey: 1 })
    for (let round = 0; round < 10; round += 1) await (await door(limits)('a')).response.body?.cancel()
    expect((await door(limits)('a')).session).toBeDefined()
  })
})

describe('the answer over the limit', () => {
  it.each([
    [{}, 0, 10_000],
    [{}, 0.5, 15_000],
    [{ retry: 500 }, 0.999, 1_000],
  ])(
    'is a stream that ends, with a wait that is drawn, as an EventSource comes back after',
    async (options, random, wait) => {
      const response = await refused(options, random)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
      const parser = new EventStreamParser({ lastEventId: 'e-7' })
      expect(parser.push(await response.text())).toEqual([])
      // The place of the client is left alone.
      expect([parser.reconnectionTime, parser.lastEventId]).toEqual([wait, 'e-7'])
    },
  )

  it.each([
    [{}, 0, '10'],
    [{}, 0.5, '15'],
    [{ retry: 500 }, 0, '1'],
  ])('may be 503, with a wait in whole seconds and nothing else', async (options, random, wait) => {
    const response = await refused({ answer: 'refuse', ...options }, random)
    expect([response.status, response.headers.get('retry-after'), response.body]).toEqual([503, wait, null])
  })
})

describe('limits that cannot be', () => {
  it.each([
    [{}, 'sessions'],
    [{ sessions: 0 }, 'sessions'],
    [{ sessions: 1, perKey: 0 }, 'perKey'],
    [{ sessions: 1, retry: -1 }, 'retry'],
    [{ sessions: 1, retry: 2 ** 30 }, 'retry'],
  ])('%j is a RangeError that names it', (options, name) => {
    expect(() => new SessionLimits(options as SessionLimitsOptions)).toThrow(RangeError)
    expect(() => new SessionLimits(options as SessionLimitsOptions)).toThrow(new RegExp(`^${name} must be`))
  })

  it('an answer that is none is a TypeError', () => {
    const options = { sessions: 1, answer: 'no' } as unknown as SessionLimitsOptions
    expect(() => new SessionLimits(options)).toThrow(/^answer must be 'retry' or 'refuse', got "no"/)
  })

  it.each<[unknown, string]>([
    [{ limits: { sessions: 1 } }, 'limits must be a SessionLimits'],
    [{ limits: new SessionLimits({ sessions: 1, perKey: 1 }) }, 'perKey needs key'],
    [{ key: nameOf }, 'key needs limits'],
    [{ limits: new SessionLimits({ sessions: 1 }), key: () => 7 }, 'key must return a string or undefined, got 7'],
  ])('a door with %o is a TypeError', async (options, message) => {
    const opening = openSession(new Request('http://test/'), options as DoorOptions)
    await expect(opening).rejects.toThrow(TypeError)
    await expect(opening).rejects.toThrow(message)
  })
})
