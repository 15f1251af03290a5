import { describe, expect, it } from 'vitest'
import { MemoryLog } from '../src/index.ts'
import { dataOf, newClient, numbers, Scene } from './scene.ts'
import { microtasks } from './test-clock.ts'

describe('the end', () => {
  it('of the log: sessions end once they have everything, late ones too', async () => {
    const scene = new Scene()
    await scene.publish('a', '1')
    const [fast, slow] = [await scene.join('all', { lastEventId: 'e-0' }), await scene.join('all', { highWater: 1 })]
    slow.sink.stall()
    await scene.publish('a', '2', '3')
    await scene.hub.end()
    await scene.clock.settle()
    expect([dataOf(fast), fast.session.reason]).toEqual([numbers(1, 3), 'closed'])
    expect(slow.session.reason).toBeUndefined()
    slow.sink.read()
    await scene.clock.settle()
    expect([dataOf(slow), slow.session.reason]).toEqual([['2', '3'], 'closed'])
    const late = await scene.join('all', { start: { at: 'floor' } })
    expect([dataOf(late), late.session.reason]).toEqual([numbers(1, 3), 'closed'])
    await expect(scene.hub.channel('a').publish({ data: '4' })).rejects.toThrow('ended')
    expect(scene.hub.sessions).toBe(0)
  })

  it('of the hub: sessions close, nothing is published or subscribed, the log stays', async () => {
    const scene = new Scene()
    const { session } = await scene.join()
    await scene.hub.close()
    expect([session.reason, scene.hub.sessions]).toEqual(['closed', 0])
    await expect(scene.hub.channel('a').publish({ data: '' })).rejects.toThrow('The hub is closed')
    const late = newClient()
    await scene.hub.subscribe(late.session, 'all')
    expect([late.session.reason, scene.hub.sessions]).toEqual(['closed', 0])
    expect(await scene.log.append([{ channel: 'a', data: '' }])).toEqual(['e-1'])
  })

  it('of the hub lets out what was published before', async () => {
    const scene = new Scene()
    const client = await scene.join()
    await scene.hub.channel('a').publish({ data: '1' })
    expect(dataOf(client)).toEqual([])
    await scene.hub.close()
    expect(dataOf(client)).toEqual(['1'])
  })

  it('of the hub while a session is being subscribed: it is closed', async () => {
    const scene = new Scene()
    const { session } = newClient()
    const subscribed = scene.hub.subscribe(session, 'all')
    await scene.hub.close()
    await subscribed
    expect([session.reason, scene.hub.sessions]).toEqual(['closed', 0])
  })

  it('of the hub while its log cannot be reached', async () => {
    const log = new MemoryLog()
    log.open = () => Promise.reject(new Error('down'))
    const scene = new Scene({ log })
    const { session } = newClient()
    const subscribed = scene.hub.subscribe(session, 'all')
    await microtasks()
    await scene.hub.close()
    await subscribed
    expect([session.reason, scene.clock.pending]).toEqual(['closed', 0])
  })
})
