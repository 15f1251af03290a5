import { describe, expect, it, vi } from 'vitest'
import { MemoryLog, type Entries, type GapVerdict } from '../src/index.ts'
import { FlakyLog } from './flaky-log.ts'
import { untilAborted } from './sources.ts'
import { dataOf, numbers, Scene } from './scene.ts'

function flakyScene(ringBytes = 1): { readonly log: FlakyLog; readonly scene: Scene } {
  const log = new FlakyLog()
  return { log, scene: new Scene({ log, ringBytes }) }
}

describe('a log that fails', () => {
  it('when history is read: it is told, and read again after a second', async () => {
    const { log, scene } = flakyScene()
    await scene.publish('a', ...numbers(1, 5))
    log.failures.set('read', 2)
    const client = await scene.join('all', { lastEventId: 'e-1' })
    expect(dataOf(client)).toEqual([])
    await scene.clock.advance(1_000)
    expect(scene.errors.map(String)).toEqual(['Error: read failed', 'Error: read failed'])
    await scene.clock.advance(1_000)
    expect(dataOf(client)).toEqual(numbers(2, 5))
  })

  it('when the place of a snapshot is looked up: the client waits for it, and is not cut', async () => {
    const log = new FlakyLog(new MemoryLog({ epoch: 'e', maxEntries: 3 }))
    const scene: Scene = new Scene({
      log,
      ringBytes: 1,
      snapshot: async () => ({ asOf: await scene.hub.head(), events: [{ data: 'state' }] }),
    })
    await scene.publish('a', ...numbers(1, 8))
    // Its gap is told by the first read; the second looks up the place, the third whether the gap still leads there.
    for (const passing of [1, 2]) {
      log.failAfter('read', passing)
      const client = await scene.join('all', { lastEventId: 'e-1' })
      expect(dataOf(client)).not.toContain('state')
      await scene.clock.advance(1_000)
      expect(dataOf(client).at(-1)).toBe('state')
      expect(client.session.gone.aborted).toBe(false)
    }
    expect(scene.errors.map(String)).toEqual(['Error: read failed', 'Error: read failed'])
  })

  it('when its bounds are asked for', async () => {
    const { log, scene } = flakyScene()
    await scene.publish('a', ...numbers(1, 5))
    log.failures.set('bounds', 1)
    const client = await scene.join('all', { start: { at: 'floor' } })
    await scene.clock.advance(1_000)
    expect(dataOf(client)).toEqual(numbers(1, 5))
  })

  it('when it is opened: the subscription waits', async () => {
    const { log, scene } = flakyScene()
    log.failures.set('open', 3)
    const joining = scene.join()
    await scene.clock.advance(3_000)
    const client = await joining
    await scene.publish('a', '1')
    expect([dataOf(client), scene.errors.length]).toEqual([['1'], 3])
  })

  it('when something is published: the publisher is told', async () => {
    const { log, scene } = flakyScene()
    log.failures.set('append', 1)
    await expect(scene.hub.channel('a').publish({ data: '1' })).rejects.toThrow('append failed')
    expect(scene.errors).toEqual([])
  })

  it('when something is published: who listens stays, and gets what is published once it heals', async () => {
    const { log, scene } = flakyScene()
    const client = await scene.join()
    await scene.publish('a', '1')
    log.failures.set('append', 3)
    for (const data of ['2', '3', '4']) {
      await expect(scene.hub.channel('a').publish({ data })).rejects.toThrow('append failed')
    }
    await scene.clock.advance(60_000)
    expect([dataOf(client), client.session.reason]).toEqual([['1'], undefined])
    await scene.publish('a', '5')
    expect(dataOf(client)).toEqual(['1', '5'])
    expect(client.sink.text).not.toContain('gap')
  })

  it('leaves no timer for a client that leaves meanwhile, and tells nothing of it', async () => {
    const { log, scene } = flakyScene()
    await scene.publish('a', '1', '2')
    log.failures.set('read', 100)
    const { sink } = await scene.join('all', { lastEventId: 'e-1' })
    expect(scene.clock.pending).toBe(1)
    const told = scene.errors.length
    sink.leave()
    await scene.clock.advance(5_000)
    expect([scene.clock.pending, scene.errors.length]).toEqual([0, told])
  })
})

it('a log that stops giving entries although it has not ended is followed again', async () => {
  const log = new MemoryLog({ epoch: 'e' })
  const open = log.open.bind(log)
  let stops = 1
  log.open = async (start, options) => {
    const { resume, items } = await open(start, options)
    async function* stopping(): AsyncGenerator<Entries | GapVerdict> {
      for await (const item of items) {
        yield item
        if (stops-- > 0) return
      }
    }
    return { resume, items: stopping() }
  }
  const scene = new Scene({ log })
  const client = await scene.join()
  await scene.publish('a', '1')
  await scene.publish('a', '2')
  expect([dataOf(client), client.session.reason]).toEqual([['1'], undefined])
  expect(scene.errors.map(String)).toEqual(['Error: The log gives no more entries although it has not ended'])
  await scene.clock.advance(1_000)
  await scene.clock.settle()
  expect(dataOf(client)).toEqual(['1', '2'])
  await scene.hub.end()
  await scene.clock.settle()
  expect(client.session.reason).toBe('closed')
})

it('an onError that throws does not stop the hub', async () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const log = new FlakyLog()
  const scene = new Scene({ log, onError: failToReport })
  const client = await scene.join()
  log.breakOff()
  await scene.publish('a', '1')
  await scene.clock.advance(1_000)
  await scene.clock.settle()
  expect(dataOf(client)).toEqual(['1'])
  expect(report.mock.calls.map(([, error]) => String(error))).toEqual(['Error: no logger'])
  report.mockRestore()
})

it('a snapshot that rejects with undefined cuts the session, as any other failure', async () => {
  const scene = new Scene({ snapshot: () => Promise.reject() })
  const { session } = await scene.join()
  expect([session.reason, scene.errors]).toEqual(['failed', [undefined]])
})

it('a log that ends its answers when the client leaves has not failed', async () => {
  const log = new MemoryLog({ epoch: 'e' })
  log.read = (_, { signal }) => untilAborted(signal).then(() => Promise.reject(signal.reason))
  const scene = new Scene({ log, ringBytes: 1 })
  await scene.publish('a', '1', '2')
  const { sink } = await scene.join('all', { lastEventId: 'e-1' })
  sink.leave()
  await scene.clock.settle()
  expect(scene.errors).toEqual([])
})

it('a log that leaves a number out is told, and followed again from before the hole', async () => {
  const log = new MemoryLog({ epoch: 'e' })
  const open = log.open.bind(log)
  let holes = 1
  log.open = async (start, options) => {
    const { resume, items } = await open(start, options)
    async function* holed(): AsyncGenerator<Entries | GapVerdict> {
      for await (const item of items) {
        const hole = item.kind === 'entries' && item.entries.length > 1 && holes-- > 0
        yield hole ? { ...item, entries: item.entries.slice(1) } : item
      }
    }
    return { resume, items: holed() }
  }
  const scene = new Scene({ log })
  const client = await scene.join()
  await log.append([
    { channel: 'a', data: '1' },
    { channel: 'a', data: '2' },
  ])
  await scene.clock.settle()
  expect(dataOf(client)).toEqual([])
  expect(scene.errors.map(String)).toEqual(['Error: The log gave entry 2 after entry 0: its numbers must be dense'])
  await scene.clock.advance(1_000)
  await scene.clock.settle()
  expect(dataOf(client)).toEqual(['1', '2'])
})

describe('following a log that breaks off', () => {
  it('goes on where it broke, with nothing lost or repeated', async () => {
    const { log, scene } = flakyScene(1_000)
    const client = await scene.join()
    await scene.publish('a', '1')
    log.breakOff()
    await scene.publish('a', '2', '3')
    expect(dataOf(client)).toEqual(['1'])
    await scene.clock.advance(1_000)
    await scene.clock.settle()
    expect(dataOf(client)).toEqual(['1', '2', '3'])
    expect(scene.errors.map(String)).toEqual(['Error: items broke off'])
  })

  it('serves new clients from the log meanwhile, and hands them over', async () => {
    const { log, scene } = flakyScene()
    await scene.join()
    log.breakOff()
    await scene.publish('a', '1', '2')
    const client = await scene.join('all', { lastEventId: 'e-1' })
    expect(dataOf(client)).toEqual(['2'])
    await scene.publish('a', '3')
    await scene.clock.advance(1_000)
    await scene.publish('a', '4')
    expect(dataOf(client)).toEqual(['2', '3', '4'])
    expect(client.sink.text).not.toContain('gap')
  })

  it('that has begun anew gives everyone a gap, and what the new one has', async () => {
    const { log, scene } = flakyScene()
    const [one, two] = [await scene.join(), await scene.join(['a'])]
    await scene.publish('a', '1', '2')
    const other = new MemoryLog({ epoch: 'f' })
    await other.append([{ channel: 'a', data: 'new' }])
    log.replace(other)
    await scene.clock.advance(1_000)
    await scene.clock.settle()
    for (const { sink } of [one, two]) {
      const [, , gap, after] = sink.events
      const fields = { reason: 'epoch-changed', requested: 'e-2', resumedAfter: 'f-0' }
      expect(JSON.parse(gap?.data ?? '')).toEqual({ kind: 'gap', ...fields })
      expect(gap?.lastEventId).toBe('f-0')
      expect(after).toEqual({ type: 'message', data: 'new', lastEventId: 'f-1' })
      expect(sink.events.length).toBe(4)
    }
  })
})

function failToReport(): never {
  throw new Error('no logger')
}
