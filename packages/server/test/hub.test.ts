import { describe, expect, it, vi } from 'vitest'
import { Audiences } from '../src/audiences.ts'
import { GoneError } from '../src/index.ts'
import { dataOf, newClient, numbers, Scene } from './scene.ts'

describe('a subscription', () => {
  it('gives a session the events of its channels, in the order of the log, with positions as ids', async () => {
    const scene = new Scene()
    const client = await scene.join(['a', 'b'])
    expect(client.sink.text).toBe('retry: 1000\n\nid: e-0\n\n')
    await scene.hub.channel('a').publish({ type: 'x', data: '1', meta: { secret: 's' } })
    await scene.publish('c', 'not for me')
    await scene.publish('b', 'two\nlines')
    await scene.publish('a', '')
    expect(client.sink.events).toEqual([
      { type: 'x', data: '1', lastEventId: 'e-1' },
      { type: 'message', data: 'two\nlines', lastEventId: 'e-3' },
      { type: 'message', data: '', lastEventId: 'e-4' },
    ])
    expect(client.sink.text).not.toContain('secret')
  })

  it('publish resolves with the position of the event', async () => {
    const { hub } = new Scene()
    expect(await Promise.all(['1', '2'].map((data) => hub.channel('a').publish({ data })))).toEqual(['e-1', 'e-2'])
    expect(await hub.head()).toBe('e-2')
  })

  it('writes what one turn brought as one write, the same bytes for all with the same channels', async () => {
    const scene = new Scene()
    const clients = [await scene.join(['a', 'b']), await scene.join(['b', 'a']), await scene.join(['a'])]
    const before = clients.map(({ sink }) => sink.writes.length)
    await Promise.all(['1', '2', '3'].map((data) => scene.hub.channel('a').publish({ data })))
    await scene.clock.settle()
    const written = clients.map(({ sink }, index) => sink.writes.slice(before[index]))
    expect(written.map(({ length }) => length)).toEqual([1, 1, 1])
    expect(written[0]?.[0]).toBe(written[1]?.[0])
  })

  it.each([
    ['at the head by default', {}, ['4']],
    ['at the floor', { start: { at: 'floor' } }, ['1', '2', '3', '4']],
    ['after a position', { start: { after: 'e-2' } }, ['3', '4']],
    ['at its last event ID, whatever the start', { start: { at: 'floor' }, lastEventId: 'e-2' }, ['3', '4']],
  ] as const)('begins %s', async (_, options, expected) => {
    const scene = new Scene()
    await scene.publish('a', '1', '2', '3')
    const client = await scene.join('all', options)
    await scene.publish('a', '4')
    expect(dataOf(client)).toEqual(expected)
  })

  it('resumes exactly at every place, from the ring and from the log', async () => {
    for (const ringBytes of [1, 1_000_000]) {
      const scene = new Scene({ ringBytes })
      await scene.join('all')
      await scene.publish('a', ...numbers(1, 9))
      for (let seq = 0; seq <= 9; seq += 1) {
        const client = await scene.join('all', { lastEventId: `e-${seq}` })
        expect(dataOf(client)).toEqual(numbers(seq + 1, 9))
        expect(client.sink.text).not.toContain('gap')
      }
      await scene.hub.close()
    }
  })

  it('gives what is published after it, also to who could take nothing at first', async () => {
    const scene = new Scene()
    const client = newClient({ highWater: 1 })
    client.sink.stall()
    client.session.send({ data: 'own' })
    await scene.hub.subscribe(client.session, 'all')
    await scene.publish('a', '1')
    client.sink.read()
    await scene.clock.settle()
    expect(dataOf(client)).toEqual(['own', '1'])
    expect(client.sink.faults).toEqual([])
  })

  it('takes a session once', async () => {
    const scene = new Scene()
    const { session } = newClient()
    const both = await Promise.allSettled([scene.hub.subscribe(session, ['a']), scene.hub.subscribe(session, ['b'])])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    await expect(new Scene().hub.subscribe(session, 'all')).rejects.toThrow('fed by a hub already')
    expect(scene.hub.sessions).toBe(1)
  })

  it('keeps the application from sending an id, which would overwrite the place', async () => {
    const scene = new Scene()
    const { session, sink, subscription } = await scene.join()
    expect(() => session.send({ id: 'x', data: '' })).toThrow(/^id cannot be sent while a hub feeds/)
    expect(session.send({ data: 'own' })).toBe('sent')
    subscription.close()
    session.send({ id: 'x', data: '' })
    expect(sink.text).toContain('id: x\n')
  })

  it('is nothing for a client that has left, at the call or while the log is opened', async () => {
    const early = newClient()
    early.sink.leave()
    const scene = new Scene()
    const nothing = await scene.hub.subscribe(early.session, 'all')
    const late = newClient()
    const subscribing = scene.hub.subscribe(late.session, ['a'])
    late.sink.leave()
    const { channels, close } = await subscribing
    nothing.close()
    close()
    expect([scene.hub.sessions, channels, early.sink.faults, scene.errors]).toEqual([0, ['a'], [], []])
  })

  it('refuses a session that this side has ended', async () => {
    const { session } = newClient()
    session.cut()
    await expect(new Scene().hub.subscribe(session, 'all')).rejects.toThrow(GoneError)
  })

  it('is over when the client leaves: nothing of it stays in the hub', async () => {
    const scene = new Scene()
    const leave = vi.spyOn(Audiences.prototype, 'leave')
    const [one, two] = [await scene.join(['a']), await scene.join(['a', 'b'])]
    expect(scene.hub.sessions).toBe(2)
    one.sink.leave()
    expect(scene.hub.sessions).toBe(1)
    await scene.publish('a', '1')
    expect([dataOf(one), dataOf(two)]).toEqual([[], ['1']])
    two.sink.leave()
    expect(scene.hub.sessions).toBe(0)
    expect(leave).toHaveBeenCalledTimes(2)
    expect(one.sink.faults).toEqual([])
  })

  it('can be closed: the session stays, and gets nothing more', async () => {
    const scene = new Scene()
    const { session, sink, subscription } = await scene.join()
    await scene.publish('a', '1')
    subscription.close()
    subscription.close()
    await scene.publish('a', '2')
    expect([scene.hub.sessions, session.reason, sink.events.length]).toEqual([0, undefined, 1])
  })

  it('that was closed can be followed by another, which goes on where it ended', async () => {
    const scene = new Scene()
    await scene.publish('a', '0')
    const client = await scene.join(['a'], { lastEventId: 'e-0' })
    await scene.publish('a', '1')
    client.subscription.close()
    await scene.publish('a', '2')
    await scene.publish('b', '3')
    await scene.hub.subscribe(client.session, ['a', 'b'])
    await scene.publish('b', '4')
    expect(dataOf(client)).toEqual(numbers(0, 4))
    expect(scene.hub.sessions).toBe(1)
  })
})

describe('a hub that is closed', () => {
  it('gives who does not read the time that it is told, and cuts it then', async () => {
    const scene = new Scene()
    const { session, sink } = await scene.join('all', { highWater: 1 })
    sink.stall()
    await scene.publish('a', '1')
    const closing = scene.hub.close({ timeout: 50 })
    await scene.clock.advance(49)
    expect(session.reason).toBeUndefined()
    await scene.clock.advance(1)
    await closing
    expect([session.reason, sink.isGone, scene.clock.pending]).toEqual(['closed', true, 0])
  })

  it('leaves no timer behind, and takes no timeout that is none', async () => {
    const scene = new Scene()
    const { session } = await scene.join()
    await expect(scene.hub.close({ timeout: -1 })).rejects.toThrow('timeout must be a whole number')
    expect(session.reason).toBeUndefined()
    await scene.hub.close()
    expect([session.reason, scene.clock.pending]).toEqual(['closed', 0])
  })
})
