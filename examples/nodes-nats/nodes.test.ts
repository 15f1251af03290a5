import { connect } from '@eventwire/client'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import { serve } from '@eventwire/node'
import { expect, it } from 'vitest'
import { node } from './app.ts'

it('a client that is cut at one node goes on at the other', withNats, async () => {
  await using nats = await NatsServer.start()
  await using one = await node(nats.url)
  await using two = await node(nats.url)
  await using second = await serve(two.handler)
  const first = await serve(one.handler)

  let at = first.url
  const events = connect(at, { request: () => ({ url: at }), retry: { initialDelay: 10 } })[Symbol.asyncIterator]()
  const heard = events.next()
  expect((await post(second.url, 'one')).status).toBe(204)
  const lines = [(await heard).value?.data]

  at = second.url
  await first.close()
  await post(second.url, 'two')
  await post(second.url, 'three')
  lines.push((await events.next()).value?.data, (await events.next()).value?.data)
  expect(lines).toEqual(['one', 'two', 'three'])
  await events.return?.()
})

function post(url: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', body })
}
