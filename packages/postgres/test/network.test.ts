import { Follower, say, verdictOf } from '@eventwire/faults/follower'
import { TcpProxy } from '@eventwire/faults'
import { withPostgres } from '@eventwire/faults/postgres-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PostgresLog, PostgresLogsOptions } from '../src/index.ts'
import { CLIENTS } from './clients.ts'
import { useStore } from './store.ts'

const numbers = (last: number): string[] => Array.from({ length: last }, (_, index) => String(index + 1))

describe.for(CLIENTS)('a network that fails, on %s', withPostgres, ([, connect]) => {
  const store = useStore()
  let proxy: TcpProxy

  beforeEach(async () => {
    proxy = await TcpProxy.to(store.server.port)
  })
  afterEach(() => proxy[Symbol.asyncDispose]())

  /** A log behind the proxy, and the same log past it. */
  async function both(options: Omit<PostgresLogsOptions, 'client'> = {}): Promise<readonly [PostgresLog, PostgresLog]> {
    const schema = store.schema()
    const direct = store.node({ schema })
    await direct.logs.migrate()
    const { logs } = store.node({ connect, schema, port: proxy.port, checkInterval: 200, ...options })
    return [logs.open('log'), direct.logs.open('log')]
  }

  it('cut again and again: who follows gets everything once, or learns that it failed and goes on', async () => {
    const [log, writer] = await both()
    let place = (await log.bounds()).head.position as string
    const seen: string[] = []
    const following = (async () => {
      while (seen.at(-1) !== '300') {
        try {
          const { resume, items } = await log.open({ after: place }, { signal: new AbortController().signal })
          expect(resume.kind).toBe('complete')
          for await (const item of items) {
            if (item.kind === 'gap') throw new Error(`A gap: ${JSON.stringify(item.gap)}`)
            seen.push(...item.entries.map(({ data }) => data))
            place = item.entries.at(-1)?.position ?? place
            if (seen.at(-1) === '300') return
          }
        } catch (error) {
          // As a hub does, which tries again.
          if (!(error instanceof Error) || error.name !== 'LogError') throw error
        }
      }
    })()
    for (let number = 1; number <= 300; number += 1) {
      await say(writer, String(number))
      if (number % 20 === 0) proxy.cut()
    }
    await following
    expect(seen).toEqual(numbers(300))
  })

  it('a call that is over while Postgres can be neither heard nor reached anew leaves no stray rejection', async () => {
    const [log] = await both({ timeout: 200 })
    await say(log, 'first')
    const strays: unknown[] = []
    const stray = (error: unknown): void => void strays.push(error)
    process.on('unhandledRejection', stray)
    try {
      proxy.stall()
      proxy.refuses = true
      await expect(say(log, 'lost')).rejects.toMatchObject({ code: 'timeout' })
      // By then what was tried to end the first one has failed as well.
      await expect(say(log, 'lost')).rejects.toMatchObject({ name: 'LogError' })
    } finally {
      process.off('unhandledRejection', stray)
    }
    expect(strays).toEqual([])
  })

  it('an answer that is lost: the append is done once, if it is repeated by its key', async () => {
    const [log, direct] = await both({ timeout: 3_000 })
    await say(log, 'first')
    for (const data of numbers(10)) {
      // Lets the statement through, and cuts instead of passing the answer on.
      proxy.sieve = (chunk, direction) => {
        if (direction === 'up' || !chunk.includes('[[')) return true
        proxy.sieve = () => true
        proxy.cut()
        return false
      }
      const append = (): Promise<unknown> => log.append([{ channel: 'c', data }], { idempotencyKey: data })
      await expect.poll(() => append().then(() => 'done', String), { timeout: 10_000 }).toBe('done')
    }
    expect(await verdictOf(direct, (await direct.bounds()).floor.position)).toEqual(['first', ...numbers(10)])
  })

  it('stalled: append rejects in time, who follows learns of it, and all goes on afterwards', async () => {
    const [log, direct] = await both({ timeout: 300 })
    const [one = ''] = await say(log, '1')
    const follower = await Follower.of(log, { at: 'head' })
    const failing = follower.until(1).catch((error: unknown) => error)
    proxy.stall()
    const begun = performance.now()
    await expect(say(log, '2')).rejects.toMatchObject({ name: 'LogError', code: 'timeout' })
    expect(performance.now() - begun).toBeLessThan(2_000)
    expect(await failing).toMatchObject({ name: 'LogError', code: 'timeout' })
    await say(direct, '3')
    proxy.resume()
    await expect.poll(() => log.bounds().then(() => 'there', String), { timeout: 10_000 }).toBe('there')
    const again = await Follower.of(log, { after: one })
    // Whether "2" was done nobody knows: it may have gone on when the stall ended.
    await expect.poll(() => verdictOf(log, one)).toContain('3')
    const expected = await verdictOf(log, one)
    expect(await again.until(expected.length)).toEqual(expected)
  })

  it('a notification that is lost: the regular look at the heads makes it good, and deafness is noticed', async () => {
    const errors: unknown[] = []
    const [log, writer] = await both({ onError: (error) => errors.push(error) })
    const follower = await Follower.of(log, { at: 'head' })
    proxy.sieve = (chunk, direction) => direction === 'up' || !isNotification(chunk)
    const next = follower.until(2)
    await say(writer, '1', '2')
    expect(await next).toEqual(['1', '2'])
    const waiting = follower.until(3)
    await expect.poll(() => errors.length, { timeout: 5_000 }).toBe(1)
    expect(String(errors[0])).toContain('hears no notification')
    proxy.sieve = () => true
    await say(writer, '3')
    expect(await waiting).toEqual(['1', '2', '3'])
  })

  it('who never hears anything, as through a pooler, is told of once', async () => {
    const errors: unknown[] = []
    const [log, writer] = await both({ checkInterval: 50, onError: (error) => errors.push(error) })
    // Its own words, after each of which it listens anew.
    let lost = 0
    proxy.sieve = (chunk, direction) => {
      if (direction === 'up' || !isNotification(chunk)) return true
      lost += 1
      return false
    }
    const follower = await Follower.of(log, { at: 'head' })
    const next = follower.until(6)
    await expect.poll(() => lost, { timeout: 5_000 }).toBeGreaterThan(3)
    await say(writer, ...numbers(6))
    await next
    expect(errors).toHaveLength(1)
  })

  it('the connection that listens is ended: another takes its place at once, and what came between is not lost', async () => {
    const errors: unknown[] = []
    const [log, writer] = await both({ checkInterval: 60_000, onError: (error) => errors.push(error) })
    const follower = await Follower.of(log, { at: 'head' })
    let next = follower.until(1)
    await expect.poll(listeners).toBe(1)
    await say(writer, '1')
    await next
    for (const number of [2, 3, 4]) {
      next = follower.until(number)
      await store.direct.run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${LISTENS}`)
      await say(writer, String(number))
      expect(await next).toEqual(numbers(number))
      await expect.poll(listeners, { timeout: 5_000 }).toBe(1)
    }
  })

  it('however many logs are followed, one connection listens', async () => {
    const schema = store.schema()
    const { logs } = store.node({ connect, schema })
    await logs.migrate()
    const followers = await Promise.all(numbers(30).map((name) => Follower.of(logs.open(name), { at: 'head' })))
    const nexts = followers.map((follower) => follower.until(1))
    await expect.poll(listeners).toBe(1)
    for (const name of numbers(30)) await say(logs.open(name), name)
    expect((await Promise.all(nexts)).flat()).toEqual(numbers(30))
    expect(await listeners()).toBe(1)
  })

  const LISTENS = `pid <> pg_backend_pid() AND query ILIKE 'listen %'`
  async function listeners(): Promise<number> {
    const [row] = await store.direct.run(`SELECT count(*)::int AS count FROM pg_stat_activity WHERE ${LISTENS}`)
    return Number(row?.['count'])
  }
})

/** Postgres documentation, §55.7: NotificationResponse begins with `A`. */
function isNotification(chunk: Buffer): boolean {
  return chunk[0] === 0x41
}
