import { Follower, say } from '@eventwire/faults/follower'
import { withPostgres } from '@eventwire/faults/postgres-server'
import { twoNodes } from '@eventwire/faults/two-nodes'
import { Hub } from '@eventwire/server'
import { afterEach, describe, expect, it } from 'vitest'
import { CLIENTS } from './clients.ts'
import { useStore } from './store.ts'

describe.for(CLIENTS)('hubs on two nodes, on %s', withPostgres, ([, connect]) => {
  const store = useStore()
  const hubs: Hub[] = []

  afterEach(async () => {
    for (const hub of hubs.splice(0)) await hub.close()
  })

  async function node(schema: string, onError: (error: unknown) => void = () => undefined): Promise<Hub> {
    const { logs } = store.node({ connect, schema, timeout: 1_000 })
    await logs.migrate()
    const hub = new Hub({ log: logs.open('news'), onError })
    hubs.push(hub)
    return hub
  }

  for (const { name, run } of twoNodes) {
    it(name, () => {
      const schema = store.schema()
      return run({
        node: (onError) => node(schema, onError),
        away: () => store.server.kill(),
        back: () => store.server.start(),
        keeps: true,
      })
    })
  }

  it('after a restart it listens again by itself, and not only by looking at the heads', async () => {
    const schema = store.schema()
    const { logs } = store.node({ connect, schema, checkInterval: 60_000 })
    await logs.migrate()
    const log = logs.open('log')
    const before = await Follower.of(log, { at: 'head' })
    const failing = before.until(1).catch(() => [])
    await store.server.kill()
    await failing
    await expect(log.bounds()).rejects.toMatchObject({ name: 'LogError' })
    await store.server.start()
    await expect.poll(() => log.bounds().then(() => 'there', String), { timeout: 10_000 }).toBe('there')
    const writer = store.node({ schema }).logs.open('log')
    const follower = await Follower.of(log, { at: 'head' })
    const next = follower.until(1)
    await say(writer, '1')
    expect(await next).toEqual(['1'])
  })
})
