import { describe, expect, it } from 'vitest'
import { resolveSessionOptions, type SessionOptions } from '../src/index.ts'
import { newClient, Scene } from './scene.ts'
import { TestClock } from './test-clock.ts'

const BEAT = 10_000

/** What came since the last look. */
function tail(sink: { readonly text: string }, seen: string): string {
  return sink.text.slice(seen.length)
}

describe('the heartbeat of a session alone', () => {
  it('is a comment after one to two intervals of silence, and then at each', async () => {
    const clock = new TestClock()
    const { session, sink } = newClient({ clock, heartbeat: BEAT })
    const start = sink.text
    await clock.advance(BEAT)
    expect(tail(sink, start)).toBe('')
    await clock.advance(BEAT)
    expect(tail(sink, start)).toBe(':\n')
    session.send({ data: '1' })
    await clock.advance(BEAT)
    expect(tail(sink, start)).toBe(':\ndata: 1\n\n')
    await clock.advance(3 * BEAT)
    expect(tail(sink, start)).toBe(':\ndata: 1\n\n:\n:\n:\n')
  })

  it('is not written to a client that does not read, and none piles up', async () => {
    const clock = new TestClock()
    const { session, sink } = newClient({ clock, heartbeat: BEAT, highWater: 1, writeTimeout: false })
    sink.stall()
    session.send({ data: '1' })
    const { length } = sink.writes
    await clock.advance(10 * BEAT)
    expect(sink.writes.length).toBe(length)
    sink.read()
    await clock.advance(BEAT)
    expect(sink.writes.length).toBe(length + 1)
  })

  it.each([
    ['leaves', (client: ReturnType<typeof newClient>) => client.sink.leave()],
    ['is closed', (client: ReturnType<typeof newClient>) => void client.session.close()],
    ['is cut', (client: ReturnType<typeof newClient>) => client.session.cut()],
  ])('ends when the session %s: no timer is left', (_, end) => {
    const clock = new TestClock()
    const client = newClient({ clock, heartbeat: BEAT })
    expect(clock.pending).toBe(1)
    end(client)
    expect(clock.pending).toBe(0)
  })

  it('can be turned off', () => {
    const clock = new TestClock()
    newClient({ clock, heartbeat: false })
    expect(clock.pending).toBe(0)
  })
})

describe('a heartbeat that a page can see', () => {
  const heartbeat = { every: BEAT, event: 'heartbeat' }
  const FRAME = 'event: heartbeat\ndata: {}\n\n'

  it('is an event of that name at every beat, whatever else is sent: a page may listen for nothing else', async () => {
    const clock = new TestClock()
    const { session, sink } = newClient({ clock, heartbeat })
    const start = sink.text
    await clock.advance(BEAT)
    expect(tail(sink, start)).toBe(FRAME)
    session.comment('here')
    await clock.advance(BEAT)
    session.send({ data: '1' })
    await clock.advance(BEAT)
    expect(tail(sink, start)).toBe(`${FRAME}: here\n${FRAME}data: 1\n\n${FRAME}`)
    expect(clock.pending).toBe(1)
  })

  it('is dispatched, and leaves the place of the client alone', async () => {
    const scene = new Scene()
    const { sink } = await scene.join('all', { heartbeat })
    await scene.publish('a', '1')
    await scene.clock.advance(BEAT)
    expect(sink.events).toEqual([
      { type: 'message', data: '1', lastEventId: 'e-1' },
      { type: 'heartbeat', data: '{}', lastEventId: 'e-1' },
    ])
  })

  it('comes after the place that a filtered client is told at the same beat', async () => {
    const scene = new Scene()
    const { sink } = await scene.join(['quiet'], { heartbeat })
    const start = sink.text
    await scene.publish('busy', 'x')
    await scene.clock.advance(BEAT)
    expect(tail(sink, start)).toBe(`id: e-1\n\n${FRAME}`)
    await scene.clock.advance(BEAT)
    expect(tail(sink, start)).toBe(`id: e-1\n\n${FRAME}${FRAME}`)
  })

  it('is not written to a client that is full, be it by the place before it', async () => {
    const scene = new Scene()
    const { sink } = await scene.join(['quiet'], { heartbeat, highWater: 1 })
    const start = sink.text
    sink.stall()
    await scene.publish('busy', 'x')
    await scene.clock.advance(2 * BEAT)
    sink.read()
    expect([tail(sink, start), sink.faults]).toEqual(['id: e-1\n\n', []])
  })

  it.each([
    [{ every: 0, event: 'x' }, RangeError, 'heartbeat must be'],
    [{ every: '1', event: 'x' }, RangeError, 'heartbeat must be'],
    [{ every: 1, event: 'a\nb' }, TypeError, 'type must not hold'],
    [{ every: 1, event: '' }, TypeError, 'heartbeat.event must not be empty'],
    [{ every: 1, event: 7 }, TypeError, 'type must be a string'],
  ])('of %j cannot be', (given, kind, message) => {
    const options = { heartbeat: given } as SessionOptions
    expect(() => resolveSessionOptions(options)).toThrow(kind)
    expect(() => resolveSessionOptions(options)).toThrow(message)
  })
})

describe('the heartbeat of a hub', () => {
  it('is one timer for all sessions of one interval', async () => {
    const scene = new Scene()
    const clients = []
    for (let count = 0; count < 20; count += 1) clients.push(await scene.join('all', { heartbeat: BEAT }))
    const other = await scene.join('all', { heartbeat: 3 * BEAT })
    expect(scene.clock.pending).toBe(2)
    await scene.clock.advance(2 * BEAT)
    for (const { sink } of clients) expect(sink.text.endsWith('\n\n:\n')).toBe(true)
    expect(other.sink.text).not.toContain(':\n:')
    for (const { sink } of [other, ...clients]) sink.leave()
    expect(scene.clock.pending).toBe(0)
  })

  it('starts again when a session comes after the last has left', async () => {
    const scene = new Scene()
    const first = await scene.join('all', { heartbeat: BEAT })
    first.sink.leave()
    const second = await scene.join('all', { heartbeat: BEAT })
    await scene.clock.advance(2 * BEAT)
    expect(second.sink.text).toMatch(/\n:\n$/)
  })

  it('tells who is silent only: one that gets events gets no comment', async () => {
    const scene = new Scene()
    const busy = await scene.join(['busy'], { heartbeat: BEAT })
    for (let round = 0; round < 4; round += 1) {
      await scene.publish('busy', 'x')
      await scene.clock.advance(BEAT)
    }
    expect(busy.sink.text.split('\n')).not.toContain(':')
  })

  it('moves a filtered client near the head, by at most one bare id at each beat', async () => {
    const scene = new Scene()
    const { sink } = await scene.join(['quiet'], { heartbeat: BEAT })
    const start = sink.text
    await scene.publish('busy', ...Array(5).fill('x'))
    expect(tail(sink, start)).toBe('')
    await scene.clock.advance(BEAT)
    expect(tail(sink, start)).toBe('id: e-5\n\n')
    await scene.publish('busy', 'x')
    await scene.publish('busy', 'x')
    await scene.clock.advance(BEAT)
    expect(tail(sink, start)).toBe('id: e-5\n\nid: e-7\n\n')
    await scene.clock.advance(2 * BEAT)
    expect(tail(sink, start)).toBe('id: e-5\n\nid: e-7\n\n:\n:\n')
  })

  it('says no place that the client was not brought to: what waits for the turn is not passed over', async () => {
    const scene = new Scene()
    const { sink } = await scene.join(['quiet'], { heartbeat: BEAT })
    const start = sink.text
    await scene.hub.channel('quiet').publish({ data: '1' })
    await scene.hub.channel('busy').publish({ data: '2' })
    await scene.clock.advance(BEAT)
    expect(tail(sink, start)).toBe('')
    await scene.clock.settle()
    expect(tail(sink, start)).toBe('id: e-1\ndata: 1\n\n')
  })

  it('is taken over from the session, and kept by it after the subscription', async () => {
    const scene = new Scene()
    const { sink, subscription } = await scene.join(['quiet'], { heartbeat: BEAT })
    await scene.publish('loud', 'x')
    sink.stall()
    await scene.publish('quiet', 'x'.repeat(1_000))
    await scene.publish('loud', 'x')
    await scene.publish('quiet', 'x')
    subscription.close()
    sink.read()
    const start = sink.text
    await scene.publish('a', 'x')
    await scene.clock.advance(2 * BEAT)
    expect(tail(sink, start)).toMatch(/^(:\n)+$/)
    sink.leave()
    expect(scene.clock.pending).toBe(0)
  })
})
