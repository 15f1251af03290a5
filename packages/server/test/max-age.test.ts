import { describe, expect, it } from 'vitest'
import { resolveSessionOptions } from '../src/index.ts'
import { dataOf, newClient, Scene, type Client, type ClientOptions } from './scene.ts'
import { TestClock } from './test-clock.ts'

const HOUR = 3_600_000

/** A client whose session draws these numbers, one after the other. */
function drawing(numbers: readonly number[], options: ClientOptions = {}): Client & { readonly clock: TestClock } {
  const clock = new TestClock()
  const drawn = [...numbers]
  const random = (): number => drawn.shift() ?? Number.NaN
  return { clock, ...newClient({ clock, random, ...options }) }
}

describe('maxAge', () => {
  it.each([
    [0, HOUR],
    [0.5, 0.9 * HOUR],
    [1, 0.8 * HOUR],
  ])('closes the session at an age that is drawn: %d of the jitter', async (random, age) => {
    const { session, sink, clock } = drawing([random, 0], { maxAge: HOUR, maxAgeJitter: 0.2 })
    const { gone } = session
    await clock.advance(age - 1)
    expect([session.reason, clock.pending]).toEqual([undefined, 1])
    await clock.advance(1)
    expect([session.reason, clock.pending]).toEqual(['max-age', 0])
    expect(gone.reason).toMatchObject({ name: 'GoneError', code: 'max-age', message: expect.stringMatching(/maxAge/) })
    expect(sink.faults).toEqual([])
  })

  it.each([
    [0, 0],
    [0.25, 500],
    [1, 2_000],
  ])('tells the client to come back after a part of retry that is drawn: %d', async (random, retry) => {
    const { sink, clock } = drawing([0, random], { maxAge: HOUR, retry: 2_000 })
    await clock.advance(HOUR)
    expect(sink.text).toBe(`retry: 2000\n\nretry: ${retry}\n\n`)
  })

  it('is calm: what was sent before is read first', async () => {
    const { session, sink, clock } = drawing([0, 0], { maxAge: 1_000, maxBufferedBytes: 1, highWater: 1 })
    sink.stall()
    session.send({ data: '1' })
    await clock.advance(1_000)
    expect([session.reason, session.send({ data: '2' })]).toEqual([undefined, 'gone'])
    sink.read()
    expect(session.reason).toBe('max-age')
    expect(sink.text).toBe('retry: 1000\n\ndata: 1\n\nretry: 0\n\n')
  })

  it('is exact beyond what a timer can wait', async () => {
    const { session, clock } = drawing([0, 0], { maxAge: 2 ** 32 })
    await clock.advance(2 ** 32 - 1)
    expect(session.reason).toBeUndefined()
    await clock.advance(1)
    expect(session.reason).toBe('max-age')
  })

  it('loses nothing of a hub: the client comes back to where it was', async () => {
    const scene = new Scene()
    const first = await scene.join('all', { maxAge: HOUR, random: () => 0 })
    await scene.publish('a', '1')
    await scene.clock.advance(HOUR)
    expect([first.session.reason, scene.hub.sessions]).toEqual(['max-age', 0])
    await scene.publish('a', '2')
    const lastEventId = first.sink.events.at(-1)?.lastEventId ?? ''
    const second = await scene.join('all', { lastEventId, maxAge: HOUR, random: () => 0 })
    expect([dataOf(first), dataOf(second)]).toEqual([['1'], ['2']])
  })

  it('leaves no timer behind when the client leaves earlier', () => {
    const { sink, clock } = drawing([0], { maxAge: HOUR })
    expect(clock.pending).toBe(1)
    sink.leave()
    expect(clock.pending).toBe(0)
  })

  it('is none unless it is given, and then a fifth of it is drawn', () => {
    expect(resolveSessionOptions()).toMatchObject({ maxAge: false, maxAgeJitter: 0.2 })
  })
})

it('close with a retry does not overflow a session that is full', async () => {
  const { session, sink } = newClient({ highWater: 1, maxBufferedBytes: 10 })
  sink.stall()
  session.send({ data: '1' })
  const closed = session.close({ retry: 5 })
  sink.read()
  await closed
  expect([session.reason, sink.text]).toEqual(['closed', 'retry: 1000\n\ndata: 1\n\nretry: 5\n\n'])
})
