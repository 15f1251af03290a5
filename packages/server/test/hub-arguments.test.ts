import { describe, expect, it, vi } from 'vitest'
import { Hub, MemoryLog, type HubOptions } from '../src/index.ts'
import { newClient, Scene } from './scene.ts'

describe('arguments', () => {
  it.each<[string, unknown]>([
    ['log', { log: undefined }],
    ['log', { log: {} }],
    ['ringBytes', { ringBytes: 0 }],
    ['ringBytes', { ringBytes: 1.5 }],
    ['gapType', { gapType: '' }],
    ['gapType', { gapType: 'message' }],
    ['type', { gapType: 'a\nb' }],
  ])('a hub refuses %s of %j', (name, options) => {
    expect(() => new Hub({ log: new MemoryLog(), ...(options as Partial<HubOptions>) })).toThrow(
      new RegExp(`^${name} must`),
    )
  })

  it.each(['', undefined, null, 7])('a channel cannot be named %o', (name) => {
    expect(() => new Scene().hub.channel(name as string)).toThrow(/^A channel's name must be/)
  })

  it.each([[[]], ['news'], [undefined], [[7]], [['a', '']], [{}]])(
    'a session cannot take the channels %j',
    async (channels) => {
      const { hub } = new Scene()
      const { session } = newClient()
      await expect(hub.subscribe(session, channels as string[])).rejects.toThrow(TypeError)
      expect(hub.sessions).toBe(0)
      await hub.subscribe(session, 'all')
    },
  )

  it.each(['head', { at: 'tail' }, {}, { after: 7 }])('a session cannot start at %j', async (start) => {
    const { session, sink } = newClient()
    const subscribed = new Scene().hub.subscribe(session, 'all', { start: start as { at: 'head' } })
    await expect(subscribed).rejects.toThrow(/^start must be/)
    expect(sink.isGone).toBe(false)
  })

  it.each([
    [{ data: 7 }, TypeError, 'data must be a string, got number'],
    [{ data: null }, TypeError, 'data must be a string, got null'],
    [{}, TypeError, 'data must be a string, got undefined'],
    [{ data: '', type: 'a\nb' }, TypeError, 'type must not hold'],
    [{ data: '', type: 7 }, TypeError, 'type must be a string'],
    [{ data: '', type: 'gap' }, TypeError, 'reserved for gaps'],
    [{ data: 'x'.repeat(1_048_577) }, RangeError, 'maxEntryBytes'],
  ])('what cannot be published is refused: %#', async (event, kind, message) => {
    const { hub, log } = new Scene()
    const published = hub.channel('c').publish(event as { data: string })
    await expect(published).rejects.toThrow(kind)
    await expect(published).rejects.toThrow(message)
    expect((await log.bounds()).head.seq).toBe(0)
  })

  it('what is more than an entry of the log may take is not even given to the log', async () => {
    const log = new MemoryLog({ maxEntryBytes: 10 })
    const append = vi.spyOn(log, 'append')
    const channel = new Hub({ log }).channel('c')
    await channel.publish({ data: 'ääääx' })
    await channel.publish({ data: 'äääää' })
    await expect(channel.publish({ data: 'äääääx' })).rejects.toThrow(
      new RangeError('data takes 11 bytes, and an entry of this log may take 10 (maxEntryBytes)'),
    )
    expect(append).toHaveBeenCalledTimes(2)
  })

  it('only the gap type of this hub is reserved', async () => {
    const { hub } = new Scene({ gapType: 'lost' })
    await hub.channel('c').publish({ type: 'gap', data: '' })
    await expect(hub.channel('c').publish({ type: 'lost', data: '' })).rejects.toThrow('reserved')
  })
})
