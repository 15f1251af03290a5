import { describe, expect, it } from 'vitest'
import type { Position, Snapshot, SnapshotRequest } from '../src/index.ts'
import { dataOf, newClient, numbers, Scene } from './scene.ts'

/** Two events of state, as of the hub's head. */
const state =
  (scene: () => Scene): Snapshot =>
  async () => ({
    asOf: await scene().hub.head(),
    events: [
      { type: 'state', data: 'one' },
      { type: 'state', data: 'two' },
    ],
  })

/** A hub with a snapshot, on a log that keeps 5 entries. */
function withState(snapshot?: Snapshot): Scene {
  const scene: Scene = new Scene({ snapshot: snapshot ?? state(() => scene), ringBytes: 1, memory: { maxEntries: 5 } })
  return scene
}

describe('a snapshot', () => {
  it('is what a new client gets, without ids, then the place that it is of, then what follows', async () => {
    const scene = withState()
    await scene.publish('a', ...numbers(1, 8))
    const { sink } = await scene.join()
    await scene.publish('a', '9')
    expect(sink.text).toBe(
      'retry: 1000\n\nevent: state\ndata: one\n\nevent: state\ndata: two\n\nid: e-8\n\nid: e-9\ndata: 9\n\n',
    )
  })

  it('follows the gap, which has no id then, and reaches up to the snapshot', async () => {
    const scene = withState()
    await scene.publish('a', ...numbers(1, 8))
    const { sink } = await scene.join('all', { lastEventId: 'e-1' })
    await scene.publish('a', '9')
    const gap = JSON.stringify({ kind: 'gap', reason: 'trimmed', requested: 'e-1', resumedAfter: 'e-8', missed: 7 })
    const events = 'event: state\ndata: one\n\nevent: state\ndata: two\n\n'
    expect(sink.text).toBe(`retry: 1000\n\nevent: gap\ndata: ${gap}\n\n${events}id: e-8\n\nid: e-9\ndata: 9\n\n`)
  })

  it('is not for who resumes exactly, nor for who starts after a position', async () => {
    const scene = withState()
    await scene.publish('a', ...numbers(1, 8))
    expect(dataOf(await scene.join('all', { lastEventId: 'e-5' }))).toEqual(['6', '7', '8'])
    expect(dataOf(await scene.join('all', { start: { after: 'e-6' } }))).toEqual(['7', '8'])
  })

  it('is asked for with the session, its channels and the reason', async () => {
    const requests: SnapshotRequest[] = []
    const scene = withState((request) => {
      requests.push(request)
      return { asOf: 'e-0' as Position, events: [] }
    })
    const fresh = await scene.join(['a'])
    const lost = await scene.join(['a'], { lastEventId: 'garbage' })
    expect(requests[0]).toEqual({ session: fresh.session, channels: ['a'], resume: { kind: 'fresh' } })
    expect(requests[1]?.resume).toMatchObject({ reason: 'unreadable', requested: 'garbage' })
    expect(lost.sink.events.map(({ type }) => type)).toEqual(['gap'])
  })

  it('may be older than the head: what came after it follows', async () => {
    const scene = withState(() => ({ asOf: 'e-4' as Position, events: [{ data: 'state' }] }))
    await scene.publish('a', ...numbers(1, 8))
    expect(dataOf(await scene.join())).toEqual(['state', '5', '6', '7', '8'])
    const { sink } = await scene.join('all', { lastEventId: 'e-1' })
    expect(JSON.parse(sink.events[0]?.data ?? '')).toMatchObject({ resumedAfter: 'e-4', missed: 3 })
  })

  it('is sent at the pace of the client, and what is published meanwhile follows it', async () => {
    const taken: string[] = []
    const scene = withState(async () => ({ asOf: await scene.hub.head(), events: counted() }))
    function* counted(): Generator<{ data: string }> {
      for (const data of numbers(1, 6)) {
        taken.push(data)
        yield { data }
      }
    }
    const client = newClient({ highWater: 20 })
    client.sink.stall()
    await scene.hub.subscribe(client.session, 'all')
    await scene.publish('a', 'live 1')
    // One more than there was room for: it waits.
    expect(taken).toEqual(numbers(1, 4))
    expect(client.sink.writes.length).toBe(4)
    client.sink.readOnce()
    await scene.publish('a', 'live 2')
    expect(taken).toEqual(numbers(1, 6))
    client.sink.read()
    await scene.clock.settle()
    expect(dataOf(client)).toEqual([...numbers(1, 6), 'live 1', 'live 2'])
    expect(client.sink.faults).toEqual([])
  })

  it('waits for room also if the application has sent something while it was read', async () => {
    const scene = withState(async ({ session }) => {
      session.send({ data: 'own' })
      return { asOf: await scene.hub.head(), events: [{ data: 'state' }] }
    })
    const client = newClient({ highWater: 1, lastEventId: 'garbage' })
    client.sink.stall()
    await scene.hub.subscribe(client.session, 'all')
    await scene.clock.settle()
    client.sink.read()
    await scene.clock.settle()
    expect(client.sink.events.map(({ type, data }) => (type === 'gap' ? type : data))).toEqual(['own', 'gap', 'state'])
    expect(client.sink.faults).toEqual([])
  })

  it('that the log has left behind when it was sent is followed by a gap and another', async () => {
    let taken = 0
    const scene = withState(async () => {
      const asOf = await scene.hub.head()
      taken += 1
      return { asOf, events: taken === 1 ? slowly() : [{ data: 'second' }] }
    })
    async function* slowly(): AsyncGenerator<{ data: string }> {
      yield { data: 'first' }
      await new Promise<void>((resolve) => scene.clock.setTimeout(resolve, 1_000))
    }
    const client = await scene.join()
    for (const each of numbers(1, 20)) await scene.publish('a', each)
    await scene.clock.advance(1_000)
    const seen = client.sink.events.map(({ type, data }) => (type === 'gap' ? JSON.parse(data).missed : data))
    expect(seen).toEqual(['first', 20, 'second'])
    await scene.publish('a', '21')
    expect(dataOf(client).at(-1)).toBe('21')
  })
})

describe('while a snapshot is sent', () => {
  it('a heartbeat says nothing of the place', async () => {
    const scene = withState(() => ({ asOf: 'e-2' as Position, events: pausing() }))
    async function* pausing(): AsyncGenerator<{ data: string }> {
      yield { data: 'first' }
      await new Promise<void>((resolve) => scene.clock.setTimeout(resolve, 35_000))
      yield { data: 'second' }
    }
    await scene.publish('a', '1', '2')
    const { sink } = await scene.join('all', { heartbeat: 10_000 })
    await scene.publish('a', '3')
    await scene.clock.advance(30_000)
    expect(sink.text).toBe('retry: 1000\n\ndata: first\n\n:\n:\n')
    await scene.clock.advance(5_000)
    await scene.clock.settle()
    expect(sink.text).toBe('retry: 1000\n\ndata: first\n\n:\n:\ndata: second\n\nid: e-2\n\nid: e-3\ndata: 3\n\n')
  })

  it('that a client got in the midst of its stream, a heartbeat says nothing either', async () => {
    const scene = withState(async ({ resume }) => ({
      asOf: await scene.hub.head(),
      events: resume.kind === 'fresh' ? [] : waiting(),
    }))
    async function* waiting(): AsyncGenerator<{ data: string }> {
      await new Promise<void>((resolve) => scene.clock.setTimeout(resolve, 35_000))
      yield { data: 'state' }
    }
    const { sink } = await scene.join(['a'], { heartbeat: 10_000, highWater: 1 })
    sink.stall()
    await scene.publish('a', '1')
    for (const each of numbers(2, 20)) await scene.publish('b', each)
    for (const each of numbers(21, 40)) await scene.publish('a', each)
    sink.read()
    await scene.clock.advance(60_000)
    const [before, after] = sink.text.split(/event: gap\n.*\n\n/)
    expect([before, after]).toEqual([
      'retry: 1000\n\nid: e-0\n\nid: e-1\ndata: 1\n\n',
      ':\n:\ndata: state\n\nid: e-40\n\n:\n:\n',
    ])
  })

  it.each([
    ['leaves', ({ sink }: Awaited<ReturnType<Scene['join']>>) => sink.leave()],
    ['is unsubscribed', ({ subscription }: Awaited<ReturnType<Scene['join']>>) => subscription.close()],
  ])('a client that %s gets no more of it, and it is let go', async (_, end) => {
    let state: 'open' | 'returned' = 'open'
    const scene = withState(() => ({ asOf: 'e-0' as Position, events: endless() }))
    async function* endless(): AsyncGenerator<{ data: string }> {
      try {
        for (;;) {
          yield { data: 'x' }
          await new Promise<void>((resolve) => scene.clock.setTimeout(resolve, 1_000))
        }
      } finally {
        state = 'returned'
      }
    }
    const client = await scene.join()
    await scene.clock.advance(2_000)
    end(client)
    const { length } = client.sink.writes
    await scene.clock.advance(2_000)
    expect([state, client.sink.writes.length, scene.errors]).toEqual(['returned', length, []])
  })
})

describe('a snapshot that goes wrong cuts the session, so that the client comes back, and is told', () => {
  it.each<[string, Snapshot, RegExp]>([
    ['it throws', () => Promise.reject(new Error('database down')), /database down/],
    ['its events throw', () => ({ asOf: 'e-8' as Position, events: failing() }), /broken/],
    [
      'an event has an id',
      () => ({ asOf: 'e-8' as Position, events: [{ id: 'x', data: '' }] }),
      /^TypeError: id cannot/,
    ],
    ['an event cannot be sent', () => ({ asOf: 'e-8' as Position, events: [{ type: '\n' }] }), /^TypeError: type must/],
    ['asOf is no position', () => ({ asOf: 'x' as Position, events: [] }), /^TypeError: The snapshot's asOf must/],
    ['asOf is always too old', () => ({ asOf: 'e-1' as Position, events: [] }), /moved past the snapshot 3 times/],
  ])('%s', async (_, snapshot, message) => {
    const scene = withState(snapshot)
    await scene.publish('a', ...numbers(1, 8))
    for (const lastEventId of ['', 'e-1']) {
      const { session, sink } = await scene.join('all', { lastEventId })
      expect([session.reason, sink.isGone, scene.hub.sessions]).toEqual(['failed', true, 0])
      expect(sink.text).not.toContain('id: ')
    }
    expect(scene.errors.map(String)).toEqual([expect.stringMatching(message), expect.stringMatching(message)])
  })

  it('but not if asOf was trimmed while it was read: it is asked for again', async () => {
    const places = ['e-1', 'e-2', 'e-8']
    const scene = withState(() => ({ asOf: places.shift() as Position, events: [{ data: 'state' }] }))
    await scene.publish('a', ...numbers(1, 8))
    const { sink } = await scene.join()
    expect(sink.text).toBe('retry: 1000\n\ndata: state\n\nid: e-8\n\n')
  })
})

async function* failing(): AsyncGenerator<{ data: string }> {
  yield { data: 'half' }
  throw new Error('broken')
}
