import { FakeClock } from '@eventwire/conformance'
import { describe, expect, it } from 'vitest'
import { collect, setUp, STOP } from './set-up.ts'

const QUIET = { fault: 'stall' } as const
const WAITING = { state: 'waiting' } as const

describe('timeouts', () => {
  it.each([
    ['connect', 60_000, { fault: 'hang' }],
    ['idle', 300_000, QUIET],
  ] as const)('%s is %i ms, and what is lost comes back', async (name, limit, answer) => {
    const { changes, clock, outcome } = setUp([answer, { body: 'data: a\n\n' }, STOP])
    expect(await outcome()).toEqual({ events: ['a'] })
    expect(changes.find(({ state }) => state === 'waiting')).toMatchObject({
      cause: { code: 'timeout', message: `Nothing came within ${limit} ms (timeouts.${name})`, willRetry: true },
    })
    expect(clock.pending).toBe(0)
  })

  it('strike to the millisecond, though the clock is looked at every ten seconds', async () => {
    for (const limit of [1, 9_999, 10_000, 10_001, 45_000]) {
      const { changes, clock, connection } = setUp([QUIET], { timeouts: { idle: limit } })
      const outcome = collect(connection)
      await clock.advance(limit - 1)
      expect(changes.at(-1)).toMatchObject({ state: 'open' })
      await clock.advance(1)
      expect(changes.at(-1)).toMatchObject(WAITING)
      await connection.close()
      await outcome
    }
  })

  it('count the request function, and no body of a refusal', async () => {
    const never = setUp([], { request: () => new Promise(() => undefined), retry: false })
    expect(await never.outcome()).toMatchObject({ error: { code: 'timeout', willRetry: false } })
    expect(never.clock.now()).toBe(60_000)
    const refused = setUp([{ status: 404, fault: 'stall' }], { timeouts: { connect: 500 } })
    expect(await refused.outcome()).toMatchObject({ error: { status: 404 } })
    expect(refused.clock.now()).toBe(1_000)
  })

  it('leave a connection alone whose consumer is in no hurry', async () => {
    const { clock, connection, changes } = setUp([{ body: 'data: a\n\n', fault: 'stall' }])
    const iterator = connection[Symbol.asyncIterator]()
    await clock.run(iterator.next())
    await clock.advance(86_400_000)
    expect(changes.at(-1)).toMatchObject({ state: 'open' })
    const next = iterator.next()
    await clock.advance(299_999)
    expect(changes.at(-1)).toMatchObject({ state: 'open' })
    await clock.advance(1)
    expect(changes.at(-1)).toMatchObject({ ...WAITING, cause: { code: 'timeout' } })
    await connection.close()
    await next
  })

  it('may be none', async () => {
    const { clock, connection } = setUp([{ fault: 'hang' }], { timeouts: { connect: Infinity, idle: Infinity } })
    await clock.advance(86_400_000)
    expect(connection.state).toBe('connecting')
    await connection.close()
    expect(clock.pending).toBe(0)
  })

  it.each([
    ['bytes', 'comments', 'id: 1\n', 'open'],
    ['comments', 'comments', 'id: 1\n', 'waiting'],
    ['comments', 'comments', ': hi\n', 'open'],
    ['comments', 'comments', 'data: a\n\n', 'open'],
    ['events', 'comments', ': hi\n', 'waiting'],
    ['events', 'comments', 'data: a\n\n', 'open'],
  ] as const)('take %s for a sign of life (%#)', async (signOfLife, _, sign, state) => {
    const body = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>()
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => body.resolve(controller) })
    const { clock, connection } = setUp([], {
      fetch: async () => new Response(stream, { headers: { 'content-type': 'text/event-stream' } }),
      timeouts: { idle: 50_000, signOfLife },
      retry: { initialDelay: 60_000 },
    })
    const outcome = collect(connection)
    const controller = await body.promise
    await clock.advance(30_000)
    controller.enqueue(new TextEncoder().encode(sign))
    await clock.advance(30_000)
    expect(connection.state).toBe(state)
    await connection.close()
    await outcome
  })
})

describe('after a sleep', () => {
  it('it reconnects at once, open or connecting', async () => {
    const { changes, clock, connection, fetch } = setUp([QUIET, { fault: 'hang' }, STOP], { random: () => 1 })
    const outcome = collect(connection)
    await clock.advance(20_000)
    // Open: the next look at the clock notices, and the server's second has passed in the sleep.
    clock.jump(3_600_000)
    await clock.advance(10_000)
    expect(changes.at(-1)).toMatchObject({ ...WAITING, delay: 0, cause: { message: 'The machine slept' } })
    await clock.advance(1)
    expect(fetch.requests.length).toBe(2)
    // Connecting.
    clock.jump(3_600_000)
    await clock.advance(10_000)
    expect(changes.at(-1)).toMatchObject({ ...WAITING, delay: 2_000, cause: { message: 'The machine slept' } })
    expect(await clock.run(outcome)).toEqual({ events: [] })
  })

  it('it waits no longer than the server asked for', async () => {
    const { changes, clock, connection, fetch } = setUp([{ body: 'retry: 12000\n', fault: 'drop' }, STOP], {
      retry: { initialDelay: 40_000, maxDelay: 200_000 },
      random: () => 1,
    })
    const outcome = collect(connection)
    await clock.advance(0)
    expect(changes.at(-1)).toMatchObject({ ...WAITING, delay: 80_000 })
    await clock.advance(11_999)
    clock.jump(3_600_000)
    await clock.advance(10_000)
    expect(fetch.requests.length).toBe(1)
    clock.jump(3_600_000)
    await clock.advance(10_001)
    expect(fetch.requests.length).toBe(2)
    expect(await outcome).toEqual({ events: [] })
  })

  it('it waits for what is left of the time that the server asked for', async () => {
    const { changes, clock, connection } = setUp([{ body: 'retry: 4000000\n\n', fault: 'stall' }])
    const outcome = collect(connection)
    await clock.advance(20_000)
    clock.jump(3_600_000)
    await clock.advance(10_000)
    expect(changes.at(-1)).toMatchObject({ ...WAITING, delay: 400_000 })
    await connection.close()
    await outcome
  })

  it('a clock set back, or a little forward, is none', async () => {
    const { clock, connection, fetch } = setUp([QUIET], { timeouts: { idle: 600_000 } })
    const outcome = collect(connection)
    for (const jump of [-3_600_000, 80_000, -1, 80_000]) {
      await clock.advance(15_000)
      clock.jump(jump)
    }
    await clock.advance(15_000)
    expect([connection.state, fetch.requests.length]).toEqual(['open', 1])
    await connection.close()
    await outcome
  })

  it('a clock set back puts a timeout off by no more than it was looked at last', async () => {
    const { clock, connection } = setUp([QUIET], { timeouts: { idle: 60_000 } })
    const outcome = collect(connection)
    await clock.advance(35_000)
    clock.jump(-3_600_000)
    await clock.advance(35_000)
    expect(connection.state).toBe('waiting')
    await connection.close()
    await outcome
  })

  it('the timers of a hidden page, which fire once a minute, are none, and its stream stays', async () => {
    class Throttled extends FakeClock {
      override setTimeout(callback: () => void, milliseconds: number): number {
        const due = this.now() + milliseconds
        return super.setTimeout(callback, Math.ceil(due / 60_000) * 60_000 - this.now())
      }
    }
    const clock = new Throttled()
    const body = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>()
    const stream = new ReadableStream<Uint8Array>({ start: (controller) => body.resolve(controller) })
    const { connection, changes } = setUp([], {
      clock,
      fetch: async () => new Response(stream, { headers: { 'content-type': 'text/event-stream' } }),
      timeouts: { idle: 120_000 },
    })
    const outcome = collect(connection)
    const controller = await body.promise
    for (let minute = 0; minute < 600; minute += 1) {
      await clock.advance(60_000 + (minute % 7) * 1_000)
      controller.enqueue(new TextEncoder().encode(':\n'))
    }
    expect(changes.map(({ state }) => state)).toEqual(['connecting', 'open'])
    await clock.advance(240_000)
    expect(changes[2]).toMatchObject({ ...WAITING, cause: { message: expect.stringContaining('idle') } })
    await connection.close()
    await outcome
  })
})
