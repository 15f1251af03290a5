import { describe, expect, it } from 'vitest'
import { LogError, MemoryLog, type EventLog } from '../src/index.ts'
import { FlakyLog } from './flaky-log.ts'
import { dataOf, Scene } from './scene.ts'

/** A log whose answers get lost: it has what was appended, and who asked for it is told `timeout`. */
class LosingLog extends MemoryLog {
  /** How many answers get lost from now on. */
  losses = 0
  /** The keys that it was given. */
  readonly keys: (string | undefined)[] = []

  override async append(...[entries, options]: Parameters<EventLog['append']>): ReturnType<EventLog['append']> {
    const positions = await super.append(entries, options)
    this.keys.push(options?.idempotencyKey)
    if (this.losses === 0) return positions
    this.losses -= 1
    throw new LogError('timeout', 'No answer in time')
  }
}

describe('publish with an idempotencyKey', () => {
  it('again after a timeout: the event is there once, and the answer is its position', async () => {
    const log = new LosingLog({ epoch: 'e' })
    const scene = new Scene({ log })
    const client = await scene.join()
    const channel = scene.hub.channel('a')
    log.losses = 2
    for (const again of [false, true]) {
      const publishing = channel.publish({ data: 'paid' }, { idempotencyKey: 'order 7' })
      await expect(publishing, String(again)).rejects.toMatchObject({ code: 'timeout' })
    }
    expect(await channel.publish({ data: 'paid' }, { idempotencyKey: 'order 7' })).toBe('e-1')
    await channel.publish({ data: 'sent' })
    await scene.clock.settle()
    expect(dataOf(client)).toEqual(['paid', 'sent'])
    // What failed is not counted.
    expect(scene.hub.published).toBe(2)
    expect(log.keys).toEqual(['order 7', 'order 7', 'order 7', undefined])
  })

  it('without one it is there twice', async () => {
    const log = new LosingLog({ epoch: 'e' })
    const channel = new Scene({ log }).hub.channel('a')
    log.losses = 1
    await expect(channel.publish({ data: 'paid' })).rejects.toThrow(LogError)
    expect(await channel.publish({ data: 'paid' })).toBe('e-2')
  })

  it('again after what has not reached the log: it is appended', async () => {
    const log = new FlakyLog()
    const channel = new Scene({ log }).hub.channel('a')
    log.failures.set('append', 1)
    const publish = () => channel.publish({ data: 'paid' }, { idempotencyKey: 'k' })
    await expect(publish()).rejects.toThrow('append failed')
    expect(await publish()).toBe('e-1')
    expect(await publish()).toBe('e-1')
  })

  it('is of the whole log: of another hub and channel too', async () => {
    const log = new MemoryLog({ epoch: 'e' })
    const [one, other] = [new Scene({ log }).hub, new Scene({ log }).hub]
    await one.channel('a').publish({ data: '1' }, { idempotencyKey: 'k' })
    expect(await other.channel('b').publish({ data: '2' }, { idempotencyKey: 'k' })).toBe('e-1')
    expect(await other.head()).toBe('e-1')
  })

  it.each([[''], [7], [null]])('%o is no key', async (key) => {
    const { hub } = new Scene({ log: new MemoryLog() })
    const publishing = hub.channel('a').publish({ data: '1' }, { idempotencyKey: key as string })
    await expect(publishing).rejects.toThrow(
      /^idempotencyKey must be a string with something in it, got (an empty|number|null)/,
    )
    expect(hub.published).toBe(0)
  })
})
