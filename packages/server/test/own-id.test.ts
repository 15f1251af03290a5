import { describe, expect, it } from 'vitest'
import { dataOf, newClient, Scene, type Client } from './scene.ts'

/** A client that an application sends to by itself before it subscribes it. */
async function subscribedAfter(scene: Scene, lastEventId: string, ...ids: readonly string[]): Promise<Client> {
  const client = newClient({ clock: scene.clock, lastEventId })
  for (const id of ids) client.session.send({ id, data: `own ${id}` })
  await scene.hub.subscribe(client.session, 'all')
  await scene.clock.settle()
  return client
}

describe('an id that is sent before subscribe is the place of the client, as it is for the client itself', () => {
  it('so that history of the hub that the application sends is not repeated', async () => {
    const scene = new Scene()
    await scene.publish('a', '1', '2', '3')
    const client = await subscribedAfter(scene, '', 'e-1', 'e-2')
    expect(dataOf(client)).toEqual(['own e-1', 'own e-2', '3'])
  })

  it('and one that is none of the hub is a gap, as when the client came back with it', async () => {
    const scene = new Scene()
    await scene.publish('a', '1', '2')
    const { sink } = await subscribedAfter(scene, 'e-1', 'mine')
    const [own, gap, ...more] = sink.events
    expect([own?.lastEventId, more]).toEqual(['mine', []])
    const fields = { reason: 'unreadable', requested: 'mine', resumedAfter: 'e-2' }
    expect([gap?.type, JSON.parse(gap?.data ?? ''), gap?.lastEventId]).toEqual([
      'gap',
      { kind: 'gap', ...fields },
      'e-2',
    ])
  })

  it('and an empty one makes it a new client', async () => {
    const scene = new Scene()
    await scene.publish('a', '1', '2')
    const { sink } = await subscribedAfter(scene, 'e-1', '')
    expect(sink.text).toMatch(/^retry: 1000\n\nid: ?\ndata: own \n\nid: e-2\n\n$/)
  })

  it('also between two subscriptions', async () => {
    const scene = new Scene()
    const client = await scene.join('all', { lastEventId: 'e-0' })
    await scene.publish('a', '1', '2', '3')
    client.subscription.close()
    client.session.send({ id: 'e-1', data: 'back' })
    await scene.hub.subscribe(client.session, 'all')
    await scene.clock.settle()
    expect(dataOf(client)).toEqual(['1', '2', '3', 'back', '2', '3'])
  })

  it('but not if it was not sent', async () => {
    const { session } = newClient({ lastEventId: 'e-1' })
    session.cut()
    expect([session.send({ id: 'e-2', data: '' }), session.told]).toEqual(['gone', 'e-1'])
  })
})

describe('a session of another hub', () => {
  it('is refused while that feeds it, and after, since its place is in the log of that one', async () => {
    const [scene, other] = [new Scene(), new Scene()]
    const { session, subscription } = await scene.join()
    await expect(other.hub.subscribe(session, 'all')).rejects.toThrow(/^session is fed by a hub already/)
    subscription.close()
    await expect(other.hub.subscribe(session, 'all')).rejects.toThrow(TypeError)
    await expect(other.hub.subscribe(session, 'all')).rejects.toThrow(
      /^session has its place in the log of another hub/,
    )
    expect([session.reason, other.hub.sessions]).toEqual([undefined, 0])
    await scene.hub.subscribe(session, 'all')
    expect(scene.hub.sessions).toBe(1)
  })

  it('may change to a hub on the same log', async () => {
    const scene = new Scene()
    const second = new Scene({ log: scene.log })
    const client = await scene.join()
    await scene.publish('a', '1')
    client.subscription.close()
    await scene.publish('a', '2')
    await second.hub.subscribe(client.session, 'all')
    await second.clock.settle()
    expect(dataOf(client)).toEqual(['1', '2'])
  })
})

describe('a session that is gone', () => {
  it.each([
    ['max-age', { maxAge: 1_000, maxAgeJitter: 0 }],
    ['expired', { expiresAt: 1_000 }],
    ['write-timeout', { writeTimeout: 400 }],
  ])(
    'by itself (%s) is no error, as a client that has left: neither its listener nor its client can help it',
    async (reason, options) => {
      const scene = new Scene()
      const { session, sink } = newClient({ clock: scene.clock, ...options })
      if (reason === 'write-timeout') sink.stall()
      session.send({ data: '' })
      await scene.clock.advance(1_000)
      expect(session.reason).toBe(reason)
      const { close } = await scene.hub.subscribe(session, 'all')
      close()
      expect(scene.hub.sessions).toBe(0)
    },
  )
})
