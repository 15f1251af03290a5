import { connect } from '@eventwire/client'
import { PostgresServer, withPostgres } from '@eventwire/faults/postgres-server'
import { serve } from '@eventwire/node'
import { expect, it } from 'vitest'
import { till } from './app.ts'

it('what is done is told, also by the other server, and what is refused is not', withPostgres, async () => {
  await using postgres = await PostgresServer.start()
  await using one = await till(postgres.url)
  await using two = await till(postgres.url)
  await using first = await serve(one.handler)
  await using second = await serve(two.handler)

  const events = connect(first.url)[Symbol.asyncIterator]()
  expect(await pay(first.url, 10)).toBe(204)
  expect(await pay(second.url, -100)).toBe(409)
  expect(await pay(second.url, -4)).toBe(204)
  const told = [await events.next(), await events.next()].map(({ value }) => JSON.parse(value?.data ?? '{}'))
  expect(told).toEqual([
    { amount: 10, balance: 10 },
    { amount: -4, balance: 6 },
  ])
  await events.return?.()
})

async function pay(url: string, amount: number): Promise<number> {
  const { status } = await fetch(url, { method: 'POST', body: String(amount) })
  return status
}
