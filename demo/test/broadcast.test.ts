import { connect, type Connection } from '@eventwire/client'
import { openSession } from '@eventwire/server'
import { describe, expect, it } from 'vitest'
import { Broadcast } from '../src/broadcast.ts'
import { readFact } from '../src/fact.ts'

/** A client of the broadcast through the web door: no socket is needed. */
function client(broadcast: Broadcast): Connection {
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { response, session } = await openSession(new Request(url, init))
    if (session) await broadcast.admit(session)
    return response
  }
  return connect('http://demo.test/events', { fetch, retry: false })
}

async function publish(broadcast: Broadcast, count: number): Promise<void> {
  for (let delay = 1; delay <= count; delay += 1) await broadcast.publish({ channel: 'loop', delay })
}

/** The numbers of the facts up to the one that tells of so many connections. */
async function numbersUntil(open: number, connection: Connection): Promise<number[]> {
  const numbers: number[] = []
  for await (const event of connection) {
    const fact = readFact(event)
    numbers.push(fact.n)
    if (fact.channel === 'connections' && fact.open === open) return numbers
  }
  throw new Error(`The stream ended after ${numbers.join()}`)
}

describe('Broadcast', () => {
  it('gives a new client all that there was, if that is little', async () => {
    const broadcast = new Broadcast('life')
    await publish(broadcast, 200)
    expect(await numbersUntil(1, client(broadcast))).toEqual(Array.from({ length: 201 }, (_, index) => index + 1))
    await broadcast.close()
  })

  it('gives a new client the last 200 facts, if there were more', async () => {
    const broadcast = new Broadcast('life')
    await publish(broadcast, 1_000)
    expect(await numbersUntil(1, client(broadcast))).toEqual(Array.from({ length: 201 }, (_, index) => index + 801))
    await broadcast.close()
  })

  it('tells how many connections there are whenever one comes or goes', async () => {
    const broadcast = new Broadcast('life')
    const one = client(broadcast)
    const told = numbersUntil(2, one)
    await using other = client(broadcast)
    expect(await told).toEqual([1, 2])
    // The first has left by now, which the other hears of.
    expect(await numbersUntil(1, other)).toEqual([1])
    await broadcast.close()
  })

  it('cuts everyone, and tells how many', async () => {
    const broadcast = new Broadcast('life')
    const connections = [client(broadcast), client(broadcast)]
    const reading = connections.map((connection) => Array.fromAsync(connection))
    await numbersUntil(3, client(broadcast))
    expect(broadcast.cut()).toBeGreaterThanOrEqual(2)
    for (const read of reading) await expect(read).rejects.toMatchObject({ code: 'network-error' })
    expect(broadcast.cut()).toBe(0)
    await broadcast.close()
  })

  it('is quiet once it is closed', async () => {
    const broadcast = new Broadcast('life')
    const read = Array.fromAsync(client(broadcast))
    await numbersUntil(2, client(broadcast))
    await broadcast.close()
    await expect(broadcast.publish({ channel: 'loop', delay: 1 })).resolves.toBeUndefined()
    expect((await read).length).toBeGreaterThan(0)
    expect(await Array.fromAsync(client(broadcast))).toEqual([])
  })
})
