import { say, verdictOf } from '@eventwire/faults/follower'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { NatsConnection, Subscription, SubscriptionOptions } from '@nats-io/nats-core'
import type { ConnectionOptions } from '@nats-io/transport-node'
import { afterEach, describe, expect, it } from 'vitest'
import { NatsLogs } from '../src/index.ts'
import { connection } from './connections.ts'

/** One user, who may publish anything, and subscribe to this. */
function userOf(subscribe: readonly string[]): string {
  const permissions = JSON.stringify({ publish: '>', subscribe })
  return `jetstream {}\nauthorization { users: [{ user: u, password: p, permissions: ${permissions} }] }`
}

/** The connection, and what is made of its inboxes. */
function observedInboxes(own: NatsConnection): readonly [NatsConnection, readonly Subscription[]] {
  const inboxes: Subscription[] = []
  const observed = new Proxy(own, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (name !== 'subscribe') return value.bind(target) as unknown
      return (subject: string, options: SubscriptionOptions) => {
        const subscription = target.subscribe(subject, options)
        if (subject.startsWith('_INBOX')) inboxes.push(subscription)
        return subscription
      }
    },
  })
  return [observed, inboxes]
}

describe('where answers come', withNats, () => {
  const close: (() => Promise<unknown>)[] = []
  let server: NatsServer

  afterEach(async () => {
    server.thaw()
    for (const each of close.splice(0).toReversed()) await each()
  })

  async function connected(config?: string, options?: ConnectionOptions): Promise<NatsConnection> {
    server = await NatsServer.start(config)
    close.push(() => server[Symbol.asyncDispose]())
    const own = await connection(server.url, { user: 'u', pass: 'p', ...options })
    close.push(() => own.close())
    return own
  }

  function logsOf(own: NatsConnection): NatsLogs {
    const logs = new NatsLogs({ connection: own, onError: () => undefined, timeout: 20_000 })
    close.push(() => logs.close())
    return logs
  }

  it('is where the connection says, if its user may not subscribe elsewhere', async () => {
    const config = userOf(['answers.>', 'eventwire-wake.>'])
    const log = logsOf(await connected(config, { inboxPrefix: 'answers' })).open('log')
    await say(log, '1')
    expect(await verdictOf(log, (await log.bounds()).floor.position)).toEqual(['1'])
  })

  it('is refused: told at once, to all who wait, and each time', async () => {
    const log = logsOf(await connected(userOf(['eventwire-wake.>']))).open('log')
    const refused = { name: 'LogError', code: 'refused', message: expect.stringContaining('_INBOX') }
    for (let round = 0; round < 2; round += 1) {
      for (const { reason } of (await Promise.allSettled([log.bounds(), say(log, '1')])) as PromiseRejectedResult[]) {
        expect(reason).toMatchObject(refused)
      }
    }
  })

  it('is let go of with the logs, once all is answered', async () => {
    const own = await connected()
    const [observed, inboxes] = observedInboxes(own)
    const logs = logsOf(observed)
    const log = logs.open('log')
    await say(log, '1')
    server.freeze()
    const flying = say(log, '2')
    await new Promise((resolve) => setImmediate(resolve))
    await logs.close()
    expect(inboxes.map((each) => each.isClosed())).toEqual([false])
    server.thaw()
    await flying
    expect(inboxes.map((each) => each.isClosed())).toEqual([true])
  })

  it('is another for many answers to one request, let go of with the last', async () => {
    const [observed, inboxes] = observedInboxes(await connected())
    const log = logsOf(observed).open('log')
    const { floor } = await log.bounds()
    await log.append(Array.from({ length: 100 }, () => ({ channel: 'c', data: '' })))
    expect(await verdictOf(log, floor.position)).toHaveLength(100)
    expect(inboxes.map((each) => each.isClosed())).toEqual([false, true])
  })

  it('is not asked for an answer while the connection is drained', async () => {
    const own = await connected()
    const log = logsOf(own).open('log')
    await say(log, '1')
    const drained = own.drain()
    const notDone = { name: 'LogError', code: 'unreachable', message: expect.stringContaining('It was not done') }
    await expect(say(log, '2')).rejects.toMatchObject(notDone)
    await drained
  })
})
