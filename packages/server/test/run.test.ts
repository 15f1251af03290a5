import { describe, expect, it } from 'vitest'
import type { ChannelEvent } from '../src/index.ts'
import { dataOf, Scene } from './scene.ts'

async function* events(...texts: readonly string[]): AsyncGenerator<ChannelEvent> {
  for (const data of texts) yield { data }
}

describe('hub.pipe', () => {
  it('goes on when its readers leave; late joiners replay; who has everything is to get 204', async () => {
    const scene = new Scene()
    const first = await scene.join('all')
    const piped = scene.hub.pipe(events('1', '2', '3'))
    await Promise.resolve()
    first.sink.leave()
    await piped
    const late = await scene.join('all', { start: { at: 'floor' } })
    expect([dataOf(late), late.session.reason]).toEqual([['1', '2', '3'], 'closed'])
    const answers = await Promise.all(['', 'e-2', 'e-3', 'e-4', 'nonsense'].map((id) => scene.hub.isOver(id)))
    expect(answers).toEqual([false, false, true, false, false])
  })

  it('is not over while it runs', async () => {
    const scene = new Scene()
    await scene.publish('a', '1')
    expect(await scene.hub.isOver('e-1')).toBe(false)
  })

  it('takes streams and iterables, and a channel', async () => {
    const source = new ReadableStream<ChannelEvent>({
      start(controller) {
        controller.enqueue({ data: '1' })
        controller.close()
      },
    })
    const scene = new Scene()
    const client = await scene.join(['answer'])
    await scene.hub.pipe(source, { channel: 'answer' })
    await scene.clock.settle()
    expect(dataOf(client)).toEqual(['1'])
    await expect(scene.hub.pipe([{ data: '2' }])).rejects.toThrow(/ended/)
  })

  it('whose source fails cuts its readers and leaves the log open, so that another run can go on', async () => {
    const scene = new Scene()
    const client = await scene.join()
    const broken = new Error('secret: the model is at 10.0.0.1')
    async function* failing(): AsyncGenerator<ChannelEvent> {
      yield { data: '1' }
      throw broken
    }
    await expect(scene.hub.pipe(failing())).rejects.toBe(broken)
    expect(client.session.reason).toBe('failed')
    await scene.hub.pipe(events('2'))
    const back = await scene.join('all', { start: { at: 'floor' } })
    expect([dataOf(back), back.session.reason]).toEqual([['1', '2'], 'closed'])
    expect(client.sink.text + back.sink.text).not.toContain('secret')
  })

  it('tells the readers what the application says of it, and ends', async () => {
    const scene = new Scene()
    const client = await scene.join()
    const broken = new Error('secret')
    const source = (function* (): Generator<ChannelEvent> {
      throw broken
    })()
    await expect(scene.hub.pipe(source, { onError: () => ({ type: 'error', data: 'Try later' }) })).rejects.toBe(broken)
    await scene.clock.settle()
    expect(client.sink.events).toMatchObject([{ type: 'error', data: 'Try later' }])
    expect(client.session.reason).toBe('closed')
  })
})
