import { describe, expect, it, vi } from 'vitest'
import { ownPage } from '../src/page.ts'
import { FakePage } from './fake-page.ts'
import { collect, setUp, STOP } from './set-up.ts'

const BODY = 'id: 1\ndata: a\n\n'

describe('the page', () => {
  it.each(['online', 'pageshow'])(
    'hastens by %s a waiting attempt, but not what the server asked for',
    async (type) => {
      const page = new FakePage()
      const script = [
        { fault: 'refuse' },
        { fault: 'refuse' },
        { status: 503, headers: { 'retry-after': '90' } },
      ] as const
      const { clock, connection, fetch } = setUp(script, { page, random: () => 1 })
      const outcome = collect(connection)
      await clock.advance(1_500)
      expect(fetch.requests.length).toBe(1)
      page.fire(type)
      await clock.advance(0)
      expect(fetch.requests.length).toBe(2)
      page.fire(type)
      await clock.advance(999)
      expect(fetch.requests.length).toBe(2)
      await clock.advance(1)
      expect(fetch.requests.length).toBe(3)
      page.fire(type)
      await clock.advance(89_999)
      expect(fetch.requests.length).toBe(3)
      await clock.advance(1)
      expect(fetch.requests.length).toBe(4)
      await connection.close()
      await outcome
    },
  )

  it('that goes into the cache has no connection, at once, and comes back to where it was', async () => {
    const page = new FakePage()
    const { clock, connection, fetch, changes } = setUp([{ body: BODY, fault: 'stall' }, STOP], { page })
    const outcome = collect(connection)
    await clock.advance(10)
    page.fire('pagehide')
    expect(fetch.active).toBe(0)
    await clock.advance(3_600_000)
    expect(fetch.requests.length).toBe(1)
    expect(changes.at(-1)).toMatchObject({ state: 'waiting', delay: Infinity, cause: { code: 'interrupted' } })
    page.fire('pageshow')
    expect(await outcome).toEqual({ events: ['a'] })
    expect(fetch.requests[1]?.lastEventId).toBe('1')
    expect([page.listeners.size, clock.pending]).toEqual([0, 0])
  })

  it('that opens hidden makes no attempt before it is shown, if that is asked for', async () => {
    for (const [pauseWhenHidden, requests] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const page = new FakePage()
      page.document.hidden = true
      const script = [{ body: BODY, fault: 'stall' }] as const
      const { clock, connection, fetch, changes } = setUp(script, { page, pauseWhenHidden })
      await clock.advance(3_600_000)
      expect([fetch.requests.length, connection.state]).toEqual([requests, requests ? 'open' : 'connecting'])
      page.document.hidden = false
      page.fire('visibilitychange')
      await clock.advance(0)
      expect([fetch.requests.length, connection.state]).toEqual([1, 'open'])
      expect(changes.map(({ attempt }) => attempt)).not.toContain(2)
      await connection.close()
      expect([page.listeners.size, clock.pending]).toEqual([0, 0])
    }
  })

  it('that opens hidden is connected all the same by reconnect(), and nothing is left of one that is closed', async () => {
    const page = new FakePage()
    page.document.hidden = true
    const { clock, connection, fetch } = setUp([{ body: BODY, fault: 'stall' }], { page, pauseWhenHidden: true })
    await clock.advance(1)
    connection.reconnect()
    await clock.advance(0)
    expect(fetch.requests.length).toBe(1)
    await connection.close()
    const other = setUp([STOP], { page, pauseWhenHidden: true })
    await other.clock.advance(1)
    await other.connection.close()
    await other.clock.advance(3_600_000)
    expect([other.fetch.requests.length, other.clock.pending, page.listeners.size]).toEqual([0, 0, 0])
  })

  it('that goes away makes no attempt, and none is due before its time when it is back', async () => {
    const page = new FakePage()
    const { clock, connection, fetch } = setUp([{ fault: 'hang' }, { status: 503, headers: { 'retry-after': '90' } }], {
      page,
    })
    const outcome = collect(connection)
    await clock.advance(0)
    page.fire('pagehide')
    await clock.advance(10)
    expect([fetch.active, fetch.requests.length]).toEqual([0, 1])
    page.fire('pageshow')
    await clock.advance(0)
    expect(fetch.requests.length).toBe(2)
    page.fire('pagehide')
    await clock.advance(60_000)
    page.fire('pageshow')
    await clock.advance(29_999)
    expect(fetch.requests.length).toBe(2)
    page.fire('pagehide')
    await clock.advance(60_000)
    expect(fetch.requests.length).toBe(2)
    page.fire('pageshow')
    await clock.advance(0)
    expect(fetch.requests.length).toBe(3)
    await connection.close()
    await outcome
  })

  it('that is hidden keeps its connection, unless asked', async () => {
    for (const pauseWhenHidden of [false, true]) {
      const page = new FakePage()
      const { clock, connection, fetch } = setUp([{ body: BODY, fault: 'stall' }, STOP], { page, pauseWhenHidden })
      const outcome = collect(connection)
      await clock.advance(0)
      page.fire('visibilitychange', true)
      page.fire('online')
      await clock.advance(60_000)
      expect([fetch.active, connection.state]).toEqual(pauseWhenHidden ? [0, 'waiting'] : [1, 'open'])
      page.fire('visibilitychange', false)
      if (!pauseWhenHidden) await connection.close()
      expect(await outcome).toEqual({ events: ['a'] })
      expect(fetch.requests.length).toBe(pauseWhenHidden ? 2 : 1)
    }
  })

  it('loses no stream that could not be resumed', async () => {
    for (const options of [{ request: { method: 'POST', body: 'x' } }, { retry: false as const }]) {
      const page = new FakePage()
      const { clock, connection, fetch } = setUp([{ body: 'data: a\n\n', fault: 'stall' }], { page, ...options })
      const outcome = collect(connection)
      await clock.advance(0)
      page.fire('pagehide')
      await clock.advance(0)
      expect([fetch.active, connection.state]).toEqual([1, 'open'])
      await connection.close()
      expect(await outcome).toEqual({ events: ['a'] })
    }
  })

  it('is the platform’s where there is one', () => {
    expect(ownPage()).toBeUndefined()
    vi.stubGlobal('ononline', null)
    expect(ownPage()).toBe(globalThis)
    vi.unstubAllGlobals()
  })
})
