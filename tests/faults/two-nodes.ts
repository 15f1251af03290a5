import type { Hub } from '@eventwire/server'
import { expect } from 'vitest'
import { Visitor } from './visitor.ts'

/** An engine, and the nodes on it. */
export interface NodesSubject {
  /** A hub on a log that all nodes have in common, with a connection of its own. */
  node(onError?: (error: unknown) => void): Promise<Hub>
  /** The engine crashes. */
  away(): Promise<unknown>
  /** It starts again. */
  back(): Promise<unknown>
  /** Whether it has then what it had. */
  readonly keeps: boolean
}

/** What hubs on two nodes owe their clients, on whatever engine. */
export const twoNodes: readonly { readonly name: string; run(subject: NodesSubject): Promise<void> }[] = [
  { name: 'a client that leaves one node goes on at the other', run: goesOnElsewhere },
  {
    name: 'the engine goes away and comes back: publish rejects, onError is told, clients stay',
    run: outlastsTheEngine,
  },
]

async function goesOnElsewhere({ node }: NodesSubject): Promise<void> {
  const [one, two] = [await node(), await node()]
  const first = await Visitor.at(one)
  await two.channel('a').publish({ data: '1' })
  await one.channel('b').publish({ data: '2' })
  await first.until('data: 2')
  const { lastEventId } = first
  await first.leave()
  await one.channel('a').publish({ data: '3' })
  const second = await Visitor.at(two, lastEventId)
  await two.channel('a').publish({ data: '4' })
  await second.until('data: 4')
  expect([...first.data, ...second.data]).toEqual(['1', '2', '3', '4'])
  expect(second.text).not.toContain('event: gap')
}

async function outlastsTheEngine({ node, away, back, keeps }: NodesSubject): Promise<void> {
  const errors: unknown[] = []
  const hub = await node((error) => errors.push(error))
  const channel = hub.channel('a')
  const visitor = await Visitor.at(hub)
  await channel.publish({ data: '1' })
  await visitor.until('data: 1')
  await away()
  await expect(channel.publish({ data: '2' })).rejects.toMatchObject({ name: 'LogError' })
  await expect.poll(() => errors.length, { timeout: 10_000 }).toBeGreaterThan(0)
  expect(errors[0]).toMatchObject({ name: 'LogError' })
  await back()
  // Told at once, and not with the next event.
  if (!keeps) await visitor.until('event: gap')
  const publish = (): Promise<string> => channel.publish({ data: '3' }).then(() => 'published', String)
  await expect.poll(publish, { timeout: 10_000 }).toBe('published')
  await visitor.until('data: 3')
  expect(visitor.data).toEqual(['1', '3'])
  if (keeps) expect(visitor.text).not.toContain('event: gap')
  else expect(visitor.text).toContain('"reason":"epoch-changed"')
  expect(hub.sessions).toBe(1)
}
