import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { MemoryLog, type Snapshot } from '../src/index.ts'
import { FlakyLog } from './flaky-log.ts'
import { numbers, Scene, type ClientOptions } from './scene.ts'
import { microtasks } from './test-clock.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

interface Situation {
  readonly options?: ClientOptions
  readonly snapshot?: Snapshot
  /** Leads the client into it. */
  readonly into: (scene: Scene, log: FlakyLog) => Promise<void> | void
}

const never: Snapshot = () => new Promise(() => undefined)

describe('nothing of a client that has left stays in the hub, wherever it was', () => {
  it.each<[string, Situation]>([
    ['live', { into: (scene) => scene.publish('a', '1') }],
    ['behind', { options: { highWater: 1 }, into: (scene) => scene.publish('a', ...numbers(1, 5)) }],
    ['read for', { options: { lastEventId: 'e-1' }, into: (_, log) => log.hold('read') }],
    [
      'waiting for the log to heal',
      { options: { lastEventId: 'e-1' }, into: (_, log) => void log.failures.set('read', 9) },
    ],
    ['ahead of the ring', { options: { lastEventId: 'e-5' }, into: aheadOfTheRing }],
    ['given a snapshot', { snapshot: never, into: () => undefined }],
  ])('%s', async (_, { options, snapshot, into }) => {
    const log = new FlakyLog(new MemoryLog({ epoch: 'e' }))
    // An error that is kept keeps what was on the stack.
    const scene = new Scene({ log, ringBytes: 1, onError: () => undefined, ...(snapshot && { snapshot }) })
    await scene.join(['other'])
    for (const each of numbers(1, 4)) await scene.publish('a', each)
    await into(scene, log)
    const client = new WeakRef((await comeAndGo(scene, options)).session)
    expect(scene.hub.sessions).toBe(1)
    await microtasks()
    collectGarbage()
    expect(client.deref()).toBeUndefined()
  })

  it('nor of a follower of a MemoryLog that has left asleep', async () => {
    const log = new MemoryLog()
    const signal = new WeakRef(await followAndLeave(log))
    await microtasks()
    collectGarbage()
    expect(signal.deref()).toBeUndefined()
    await log.append([{ channel: 'a', data: '' }])
  })
})

async function aheadOfTheRing(scene: Scene, log: FlakyLog): Promise<void> {
  log.hold('items')
  await scene.publish('a', '5', '6')
}

async function comeAndGo(scene: Scene, options: ClientOptions = {}): ReturnType<Scene['join']> {
  const client = await scene.join(['a', 'b'], { heartbeat: 1_000, ...options })
  client.sink.stall()
  await scene.publish('b', '1')
  client.sink.leave()
  await scene.clock.settle()
  return client
}

async function followAndLeave(log: MemoryLog): Promise<AbortSignal> {
  const abort = new AbortController()
  const { items } = await log.open({ at: 'head' }, { signal: abort.signal })
  const next = items[Symbol.asyncIterator]().next()
  abort.abort()
  await next
  return abort.signal
}
