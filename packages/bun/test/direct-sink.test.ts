import type { SinkListener } from '@eventwire/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DirectSink } from '../src/direct-sink.ts'
import { FakeController, stubDirectStreams, type FakeDirect } from './fake-direct.ts'

let sources: FakeDirect[]
beforeEach(() => {
  sources = stubDirectStreams()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

class Scene implements SinkListener {
  readonly told: string[] = []
  readonly turns: (() => void)[] = []
  readonly controller = new FakeController()
  readonly sink = new DirectSink({ clock: { turn: (callback) => this.turns.push(callback) }, cutReason: () => 'cut' })
  /** How the promise of `pull` settled. */
  ended: unknown

  constructor() {
    this.sink.attach(this)
  }

  drain(): void {
    this.told.push('drain')
  }

  gone(): void {
    this.told.push('gone')
  }

  get source(): FakeDirect {
    const [source] = sources
    if (!source) throw new Error('no stream was made')
    return source
  }

  /** Bun begins to send the response. */
  pull(): this {
    this.source.pull(this.controller).then(
      () => (this.ended = 'resolved'),
      (reason: unknown) => (this.ended = reason),
    )
    return this
  }

  /** Lets what was promised happen, and the turns that it takes. */
  async settle(): Promise<void> {
    for (let count = 0; count < 8; count += 1) await Promise.resolve()
    for (const turn of this.turns.splice(0)) turn()
    for (let count = 0; count < 8; count += 1) await Promise.resolve()
  }

  write(text: string): boolean {
    return this.sink.write(new TextEncoder().encode(text))
  }
}

const KIB = 1024

describe('a sink on a direct stream', () => {
  it('is of that type', () => {
    expect(new Scene().source.type).toBe('direct')
  })

  it('keeps what is written before the response is sent, and gives it joined; what comes later it gives at once', () => {
    const scene = new Scene()
    scene.write('1')
    scene.write('2')
    expect(scene.sink.bufferedBytes).toBe(2)
    scene.pull()
    scene.write('3')
    expect([scene.controller.log, scene.sink.bufferedBytes]).toEqual([['12', '3'], 0])
  })

  it('is not full of what leaves at once, however much', () => {
    expect(new Scene().pull().write('x'.repeat(100 * KIB))).toBe(true)
  })

  it('gives nothing more while a client does not read, asks to wait at 64 KiB, and drains when there is room', async () => {
    const scene = new Scene().pull()
    scene.controller.stall()
    expect([scene.write('x'.repeat(32 * KIB)), scene.write('y'.repeat(32 * KIB - 1)), scene.write('z')]).toEqual([
      true,
      true,
      false,
    ])
    expect([scene.controller.log.length, scene.sink.bufferedBytes]).toEqual([1, 64 * KIB])
    scene.controller.read()
    await scene.settle()
    expect([scene.controller.log[1]?.length, scene.sink.bufferedBytes, scene.told]).toEqual([32 * KIB, 0, ['drain']])
  })

  it('gives what waits in pieces of 64 KiB, so that it is seen when a slow client takes some of it', async () => {
    const scene = new Scene().pull()
    scene.controller.stall()
    for (let count = 0; count < 5; count += 1) scene.write('x'.repeat(30 * KIB))
    scene.controller.read('stalls again')
    await scene.settle()
    expect([scene.controller.log[1]?.length, scene.sink.bufferedBytes, scene.told]).toEqual([60 * KIB, 120 * KIB, []])
    scene.controller.read('stalls again')
    await scene.settle()
    expect([scene.controller.log[2]?.length, scene.sink.bufferedBytes, scene.told]).toEqual([
      60 * KIB,
      60 * KIB,
      ['drain'],
    ])
  })

  it('closes after what waits', async () => {
    const scene = new Scene().pull()
    scene.controller.stall()
    scene.write('1')
    scene.write('2')
    scene.sink.close()
    expect(scene.told).toEqual([])
    scene.controller.read()
    await scene.settle()
    expect([scene.controller.log, scene.told, scene.ended]).toEqual([['1', '2', '[end]'], ['gone'], 'resolved'])
  })

  it('closed before the response is sent gives what was written, and ends', async () => {
    const scene = new Scene()
    scene.write('1')
    scene.sink.close()
    scene.pull()
    await scene.settle()
    expect([scene.controller.log, scene.told, scene.ended]).toEqual([['1', '[end]'], ['gone'], 'resolved'])
  })

  it('left before the response is sent ends empty', async () => {
    const scene = new Scene()
    scene.write('1')
    scene.sink.leave()
    scene.pull()
    await scene.settle()
    expect([scene.controller.log, scene.told, scene.ended]).toEqual([['[end]'], ['gone'], 'resolved'])
  })

  it('is gone when Bun cancels it, and drops what is written then', async () => {
    const scene = new Scene().pull()
    scene.controller.stall()
    scene.write('1')
    scene.write('2')
    scene.source.cancel()
    expect([scene.told, scene.sink.bufferedBytes, scene.write('3')]).toEqual([['gone'], 0, true])
    scene.controller.read()
    await scene.settle()
    expect(scene.controller.log).toEqual(['1', '[end]'])
  })

  it('is gone when Bun takes nothing of a write', () => {
    const scene = new Scene().pull()
    scene.controller.isGone = true
    scene.write('1')
    expect(scene.told).toEqual(['gone'])
  })

  it('breaks off at once when it is aborted, also under a write that waits', async () => {
    const scene = new Scene().pull()
    scene.controller.stall()
    scene.write('1')
    scene.write('2')
    scene.sink.abort()
    expect(scene.told).toEqual(['gone'])
    await scene.settle()
    expect([scene.controller.log, scene.ended]).toEqual([['1'], 'cut'])
  })

  it('breaks off after the last words, once all has left', async () => {
    const scene = new Scene().pull()
    scene.controller.stall()
    scene.write('1')
    scene.sink.abort(new TextEncoder().encode('sorry'))
    scene.controller.read('stalls again')
    await scene.settle()
    expect([scene.controller.log, scene.told]).toEqual([['1', 'sorry'], []])
    scene.controller.read('stalls again')
    await scene.settle()
    expect([scene.controller.log, scene.told]).toEqual([['1', 'sorry', '[flush]'], []])
    scene.controller.read()
    await scene.settle()
    await scene.settle()
    expect([scene.told, scene.ended]).toEqual([['gone'], 'cut'])
  })

  it('aborted before the response is sent gives its first frame, by which the head is sent, and breaks a turn later', async () => {
    const scene = new Scene()
    scene.write('1')
    scene.write('2')
    scene.sink.abort()
    expect(scene.told).toEqual(['gone'])
    scene.pull()
    expect([scene.controller.log, scene.ended]).toEqual([['1'], undefined])
    await scene.settle()
    expect(scene.ended).toBe('cut')
  })

  it('tells a listener that comes late that it is gone', () => {
    const scene = new Scene()
    scene.sink.leave()
    scene.sink.attach(scene)
    expect(scene.told).toEqual(['gone', 'gone'])
  })
})
