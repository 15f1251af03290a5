import { describe, expect, it } from 'vitest'
import { resolveSessionOptions } from '../src/index.ts'
import { newClient, Scene, type Client, type ClientOptions } from './scene.ts'
import { TestClock } from './test-clock.ts'

const TIMEOUT = 8_000
/** It looks four times per timeout, so that a stall is ended at the latest a quarter of it late. */
const LATEST = TIMEOUT * 1.25

function stalled(options: ClientOptions = {}): Client & { readonly clock: TestClock } {
  const clock = new TestClock()
  const client = newClient({ clock, writeTimeout: TIMEOUT, ...options })
  client.sink.stall()
  client.session.send({ data: '1' })
  return { ...client, clock }
}

describe('a client that takes no byte while bytes wait', () => {
  it('is cut after writeTimeout, not before, and the reason says so', async () => {
    const { session, sink, clock } = stalled()
    const { gone } = session
    await clock.advance(TIMEOUT - 1)
    expect(session.reason).toBeUndefined()
    await clock.advance(LATEST - TIMEOUT + 1)
    expect([session.reason, sink.isGone, clock.pending]).toEqual(['write-timeout', true, 0])
    expect(gone.reason).toMatchObject({
      name: 'GoneError',
      code: 'write-timeout',
      message: expect.stringMatching(/writeTimeout/),
    })
    expect(sink.faults).toEqual([])
  })

  it('whether or not the session is full', async () => {
    const { session, clock } = stalled({ highWater: 1 })
    expect(session.send({ data: '2' })).toBe('full')
    const drained = session.drained()
    await clock.advance(LATEST)
    expect([session.reason, await drained]).toEqual(['write-timeout', false])
  })

  it('also where its sink cannot count what waits, but says that it is full', async () => {
    const { session, sink, clock } = stalled({ highWater: 1 })
    sink.uncounted = sink.bufferedBytes
    await clock.advance(LATEST)
    expect([session.reason, sink.isGone]).toEqual(['write-timeout', true])
  })

  it('however much is written meanwhile: only what is taken counts', async () => {
    const { session, clock } = stalled()
    for (let second = 0; second < LATEST / 1_000; second += 1) {
      session.send({ data: 'more' })
      await clock.advance(1_000)
    }
    expect(session.reason).toBe('write-timeout')
  })

  it('also while its session closes, which is the reason then', async () => {
    const { session, sink, clock } = stalled()
    const closed = session.close()
    await clock.advance(LATEST)
    await closed
    expect([session.reason, sink.isGone, clock.pending]).toEqual(['closed', true, 0])
  })
})

describe('a client that takes something', () => {
  it('stays, be it one byte shortly before each end', async () => {
    const { session, sink, clock } = stalled()
    session.send({ data: 'x'.repeat(100) })
    for (let round = 0; round < 10; round += 1) {
      await clock.advance(TIMEOUT - 1)
      sink.readByte()
    }
    expect(session.reason).toBeUndefined()
    await clock.advance(LATEST)
    expect(session.reason).toBe('write-timeout')
  })

  it('stays although as much is written to it as it takes', async () => {
    const { session, sink, clock } = stalled()
    for (let round = 0; round < 10; round += 1) {
      await clock.advance(TIMEOUT - 1)
      sink.readOnce()
      session.send({ data: '1' })
    }
    expect(session.reason).toBeUndefined()
  })

  it('stays if its sink knows of bytes that leave no trace in what is buffered', async () => {
    const { session, sink, clock } = stalled()
    for (let round = 0; round < 10; round += 1) {
      await clock.advance(TIMEOUT - 1)
      sink.progress = round
    }
    expect(session.reason).toBeUndefined()
  })

  it('costs no timer once it has everything', async () => {
    const { session, sink, clock } = stalled()
    expect(clock.pending).toBe(1)
    sink.read()
    await clock.advance(LATEST)
    expect([session.reason, clock.pending]).toEqual([undefined, 0])
    sink.stall()
    session.send({ data: '2' })
    await clock.advance(LATEST)
    expect(session.reason).toBe('write-timeout')
  })

  it('nor, without waiting for a look, once a write has left nothing behind', () => {
    const { session, sink, clock } = stalled()
    sink.read()
    session.send({ data: '2' })
    expect([sink.bufferedBytes, clock.pending]).toEqual([0, 0])
  })
})

describe('writeTimeout', () => {
  it.each([
    ['leaves', ({ sink }: Client) => sink.leave()],
    ['is cut', ({ session }: Client) => session.cut()],
  ])('leaves no timer behind when the session %s', (_, end) => {
    const { clock, ...client } = stalled()
    end(client)
    expect(clock.pending).toBe(0)
  })

  it('can be turned off', async () => {
    const { session, clock } = stalled({ writeTimeout: false })
    await clock.advance(10 * TIMEOUT)
    expect([session.reason, clock.pending]).toEqual([undefined, 0])
  })

  it('is 30 s unless it is given', () => {
    expect(resolveSessionOptions().writeTimeout).toBe(30_000)
  })

  it('is one timer for all sessions of a hub, none while all of them read', async () => {
    const scene = new Scene()
    const clients = []
    for (let count = 0; count < 20; count += 1) clients.push(await scene.join('all', { writeTimeout: TIMEOUT }))
    expect(scene.clock.pending).toBe(0)
    for (const { sink } of clients.slice(1)) sink.stall()
    await scene.publish('a', '1')
    expect(scene.clock.pending).toBe(1)
    await scene.clock.advance(LATEST)
    expect(clients.map(({ session }) => session.reason)).toEqual([undefined, ...Array(19).fill('write-timeout')])
    expect([scene.hub.sessions, scene.clock.pending]).toEqual([1, 0])
  })

  it('takes over from the session what waited before the subscription', async () => {
    const scene = new Scene()
    const { session, sink } = newClient({ clock: scene.clock, writeTimeout: TIMEOUT })
    sink.stall()
    session.send({ data: '1' })
    await scene.hub.subscribe(session, 'all')
    expect(scene.clock.pending).toBe(1)
    await scene.clock.advance(LATEST)
    expect([session.reason, scene.hub.sessions, scene.clock.pending]).toEqual(['write-timeout', 0, 0])
  })
})
