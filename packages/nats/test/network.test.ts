import { Follower, say, verdictOf } from '@eventwire/faults/follower'
import { TcpProxy } from '@eventwire/faults'
import { NatsServer, withNats } from '@eventwire/faults/nats-server'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NatsLogs, type NatsLog, type NatsLogsOptions } from '../src/index.ts'
import { connection } from './connections.ts'

describe('a network that fails', withNats, () => {
  let server: NatsServer
  let proxy: TcpProxy
  /** Past the proxy. */
  let direct: NatsConnection
  let own: NatsConnection
  const open: NatsLogs[] = []

  beforeEach(async () => {
    server = await NatsServer.start()
    proxy = await TcpProxy.to(server.port)
    direct = await connection(server.url)
    own = await connection(`127.0.0.1:${proxy.port}`, { ignoreClusterUpdates: true })
  })

  afterEach(async () => {
    for (const logs of open.splice(0)) await logs.close()
    await own.close()
    await direct.close()
    await proxy[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  function logOf(by: NatsConnection, options: Partial<NatsLogsOptions> = {}): NatsLog {
    const logs = new NatsLogs({ connection: by, checkInterval: 200, onError: () => undefined, ...options })
    open.push(logs)
    return logs.open('log')
  }

  it('cut again and again: who follows gets everything once, or learns that it failed and goes on', async () => {
    const log = logOf(own)
    const writer = logOf(direct)
    let place = (await log.bounds()).head.position as string
    const seen: string[] = []
    const following = (async () => {
      while (seen.at(-1) !== '300') {
        try {
          const { resume, items } = await log.open({ after: place }, { signal: new AbortController().signal })
          if (resume.kind === 'gap') throw new Error(`A gap: ${JSON.stringify(resume.gap)}`)
          for await (const item of items) {
            if (item.kind === 'gap') throw new Error(`A gap: ${JSON.stringify(item.gap)}`)
            seen.push(...item.entries.map(({ data }) => data))
            place = item.entries.at(-1)?.position ?? place
            if (seen.at(-1) === '300') return
          }
        } catch (error) {
          // As a hub does, which tries again.
          if (!(error instanceof Error) || error.name !== 'LogError') throw error
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
    })()
    for (let number = 1; number <= 300; number += 1) {
      await say(writer, String(number))
      if (number % 20 === 0) proxy.cut()
    }
    await following
    expect(seen).toEqual(Array.from({ length: 300 }, (_, index) => String(index + 1)))
  })

  it('cut in the middle of a handshake: it goes on when the time of the client for that is over', async () => {
    const log = logOf(own)
    await say(log, '1')
    const isCut = new Promise<void>((resolve) => {
      proxy.sieve = (chunk, direction) => {
        if (direction === 'down' || !chunk.includes('CONNECT')) return true
        proxy.sieve = () => true
        proxy.cut()
        resolve()
        return false
      }
    })
    proxy.cut()
    await isCut
    await expect(say(log, 'lost')).rejects.toMatchObject({ name: 'LogError', code: 'unreachable' })
    await expect.poll(() => say(log, '2').then(() => 'said', String), { timeout: 10_000 }).toBe('said')
    expect(await all(log)).toEqual(['1', '2'])
  })

  it('an answer that is lost: the append is done once, if it is repeated with its key', async () => {
    const log = logOf(own, { timeout: 3_000 })
    await log.append([{ channel: 'c', data: 'first' }])
    for (let number = 1; number <= 10; number += 1) {
      loseNext('"seq":')
      const batch = [`${number}a`, `${number}b`].map((data) => ({ channel: 'c', data }))
      const append = (): Promise<unknown> => log.append(batch, { idempotencyKey: `k${number}` })
      await expect.poll(() => append().then(() => 'done', String), { timeout: 10_000 }).toBe('done')
    }
    const expected = Array.from({ length: 10 }, (_, index) => [`${index + 1}a`, `${index + 1}b`]).flat()
    expect(await all(log)).toEqual(['first', ...expected])
  })

  it('an answer that is lost: without a key it is unreachable, at once, and nothing is sent twice', async () => {
    const log = logOf(own, { timeout: 20_000 })
    await say(log, 'first')
    for (let number = 1; number <= 5; number += 1) {
      await expect.poll(() => log.bounds().then(() => 'there', String), { timeout: 10_000 }).toBe('there')
      loseNext('"seq":')
      await expect(say(log, String(number))).rejects.toMatchObject({ name: 'LogError', code: 'unreachable' })
    }
    expect(await all(logOf(direct))).toEqual(['first', '1', '2', '3', '4', '5'])
  })

  it('away: refused at once, nothing is kept for later, and it goes on when it is back', async () => {
    const log = logOf(own, { timeout: 20_000 })
    await say(log, '1')
    proxy.refuses = true
    proxy.cut()
    await expect.poll(() => say(log, 'lost').catch((error: { code: string }) => error.code)).toBe('unreachable')
    for (let number = 0; number < 100; number += 1) {
      await expect(say(log, 'x'.repeat(100_000))).rejects.toMatchObject({ code: 'unreachable' })
    }
    proxy.refuses = false
    await expect.poll(() => say(log, '2').then(() => 'said', String), { timeout: 10_000 }).toBe('said')
    expect((await all(log)).filter((data) => data !== 'lost')).toEqual(['1', '2'])
  })

  it('stalled: append rejects in time, and whoever follows goes on afterwards', async () => {
    const log = logOf(own, { timeout: 200 })
    const follower = await Follower.of(log, { at: 'head' })
    const failing = follower.until(1).catch((error: unknown) => error)
    proxy.stall()
    await expect(say(log, 'stalled')).rejects.toMatchObject({ name: 'LogError', code: 'timeout' })
    // The look at the heads gets no answer, and so those who follow learn of it.
    expect(await failing).toMatchObject({ name: 'LogError', code: 'timeout' })
    proxy.resume()
    await expect.poll(() => log.bounds().then(() => 'there', String)).toBe('there')
    const again = await Follower.of(log, { at: 'floor' })
    expect(await again.until(1)).toEqual(['stalled'])
  })

  it('stalled: what may wait is bounded, also what nobody waits for any more', async () => {
    const log = logOf(own, { timeout: 300, maxPendingBytes: 1_000_000 })
    await say(log, '1')
    proxy.stall()
    const codes: string[] = []
    for (let round = 0; round < 3; round += 1) {
      const appends = Array.from({ length: 10 }, () => say(log, 'x'.repeat(200_000)))
      for (const each of await Promise.allSettled(appends)) {
        codes.push(each.status === 'rejected' ? (each.reason as { code: string }).code : 'done')
      }
    }
    expect(codes.filter((code) => code === 'timeout')).toHaveLength(4)
    expect(codes.filter((code) => code === 'busy')).toHaveLength(26)
    proxy.resume()
    await expect.poll(() => say(log, '2').then(() => 'said', String), { timeout: 10_000 }).toBe('said')
    expect(await all(log)).toHaveLength(6)
    // They wait no more.
    await Promise.all(Array.from({ length: 4 }, () => say(log, 'x'.repeat(200_000))))
  })

  it('stalled, and then cut: what the client has thrown away waits no more', async () => {
    const log = logOf(own, { timeout: 300, maxPendingBytes: 1_000_000 })
    await say(log, '1')
    proxy.stall()
    const large = (): Promise<unknown>[] => Array.from({ length: 4 }, () => say(log, 'x'.repeat(200_000)))
    for (const each of large()) await expect(each).rejects.toMatchObject({ code: 'timeout' })
    // Something that flies, so that both kinds are there.
    const flying = say(log, '2')
    proxy.cut()
    proxy.resume()
    await expect(flying).rejects.toMatchObject({ code: 'unreachable' })
    await expect.poll(() => log.bounds().then(() => 'there', String), { timeout: 10_000 }).toBe('there')
    await Promise.all(large())
  })

  it('slow: order stays, also of appends that nobody waited for', async () => {
    proxy.delay = 5
    const log = logOf(own)
    const follower = await Follower.of(log, { at: 'head' })
    const numbers = Array.from({ length: 500 }, (_, index) => String(index + 1))
    const appends: Promise<unknown>[] = []
    for (const [index, data] of numbers.entries()) {
      appends.push(log.append([{ channel: 'c', data }]))
      if (index % 7 === 0) await direct.flush()
    }
    await Promise.all(appends)
    expect(await follower.until(500)).toEqual(numbers)
  })

  /** Lets requests through, and cuts instead of passing on the next answer that says so. */
  function loseNext(what: string): void {
    proxy.sieve = (chunk, direction) => {
      if (direction === 'up' || !chunk.includes(what)) return true
      proxy.sieve = () => true
      proxy.cut()
      return false
    }
  }
})

async function all(log: NatsLog): Promise<readonly string[]> {
  return verdictOf(log, (await log.bounds()).floor.position)
}
