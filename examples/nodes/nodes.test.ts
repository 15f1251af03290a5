import { connect } from '@eventwire/client'
import { RedisServer, withRedis } from '@eventwire/faults/redis-server'
import { serve } from '@eventwire/node'
import { expect, it } from 'vitest'
import { node } from './app.ts'

it('a client that is cut at one node goes on at the other', withRedis, async () => {
  await using redis = await RedisServer.start()
  await using one = await node(redis.url)
  await using two = await node(redis.url)
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
