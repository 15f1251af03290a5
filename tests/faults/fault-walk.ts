import { Hub, type Entry, type EventLog } from '@eventwire/server'
import fc from 'fast-check'
import { expect } from 'vitest'
import { TcpProxy } from './tcp-proxy.ts'
import { Wanderer } from './wanderer.ts'

/** An engine, and logs on it. */
export interface WalkSubject {
  /** Where the engine listens, on loopback. */
  readonly port: number
  /**
   * A log by this name, on a connection of its own to this port, which waits for an answer for less than a second.
   *
   * @param stack takes what is to be closed at the end of the walk
   */
  log(name: string, port: number, stack: AsyncDisposableStack): Promise<EventLog>
}

type Act = 'cut' | 'stall' | 'resume' | 'refuse' | 'accept' | 'delay' | 'append' | 'move' | 'settle'

interface Step {
  readonly act: Act
  /** Which of the two nodes, each with a network of its own. */
  readonly node: 0 | 1
  readonly count: number
}

const ACTS: readonly Act[] = ['cut', 'stall', 'resume', 'refuse', 'accept', 'delay', 'append', 'move', 'settle']
const STEPS: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    // Without entries nothing could be lost.
    act: fc.oneof(fc.constantFrom(...ACTS), fc.constant<Act>('append')),
    node: fc.constantFrom(0, 1),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 5, maxLength: 30 },
)
/** Told to everybody in the end. */
const LAST = '0'

let walks = 0

/**
 * Two nodes write to one log and serve one client each, over networks that are cut, stall, refuse and are late as the dice
 * say. Then every append is repeated with its key until it is acknowledged. The log has each entry once, where the first
 * acknowledgement said, and each client got them all, in the log's order and without a gap.
 */
export async function faultWalk(subject: WalkSubject, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(STEPS, (steps) => walk(subject, steps)),
    // Each takes its time: a smaller example is not worth the wait.
    { numRuns: runs, endOnFailure: true },
  )
}

async function walk(subject: WalkSubject, steps: readonly Step[]): Promise<void> {
  walks += 1
  const name = `walk-${walks}`
  await using stack = new AsyncDisposableStack()
  const direct = await subject.log(name, subject.port, stack)
  const [one, two] = [await node(), await node()]
  const appends = new Map<string, Append>()
  const wanderers = [await Wanderer.at(one.hub), await Wanderer.at(two.hub)]
  for (const wanderer of wanderers) stack.defer(() => wanderer.leave())

  for (const { act, node, count } of steps) {
    const { proxy, log, hub } = node === 0 ? one : two
    if (act === 'cut') proxy.cut()
    else if (act === 'stall') proxy.stall()
    else if (act === 'resume') proxy.resume()
    else if (act === 'refuse') proxy.refuses = true
    else if (act === 'accept') proxy.refuses = false
    else if (act === 'delay') proxy.delay = 10 * (count - 1)
    else if (act === 'move') wanderers[count % 2]?.goTo(hub)
    else if (act === 'append') {
      const key = `key-${appends.size}`
      appends.set(key, new Append(key, count, appends.size * 10 + 1, log))
    } else await Promise.all(Array.from(appends.values(), ({ settled }) => settled))
    await new Promise((resolve) => setImmediate(resolve))
  }

  for (const { proxy } of [one, two]) {
    proxy.refuses = false
    proxy.delay = 0
    proxy.resume()
  }
  for (const append of appends.values()) await append.repeat(direct)
  await direct.append([{ channel: 'c', data: LAST }])
  const entries = await allOf(direct)
  const data = entries.map((entry) => entry.data)
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
  expect(data.toSorted()).toEqual([...Array.from(appends.values(), (append) => append.data).flat(), LAST].toSorted())
  const places = new Map(entries.map((entry) => [entry.data, entry.position]))
  for (const append of appends.values()) append.check(places)
  for (const wanderer of wanderers) {
    await wanderer.until(LAST)
    expect([wanderer.seen, wanderer.gaps]).toEqual([data, 0])
  }

  async function node() {
    const proxy = stack.use(await TcpProxy.to(subject.port))
    const log = await subject.log(name, proxy.port, stack)
    const hub = new Hub({ log, onError: () => undefined })
    stack.defer(() => hub.close({ timeout: 0 }))
    return { proxy, log, hub }
  }
}

/** An append that is repeated until it is acknowledged. */
class Append {
  readonly data: readonly string[]
  /** Resolves when the first attempt is over. */
  readonly settled: Promise<void>
  readonly #key: string
  #acknowledged: readonly string[] | undefined

  constructor(key: string, count: number, first: number, log: EventLog) {
    this.#key = key
    this.data = Array.from({ length: count }, (_, index) => String(first + index))
    this.settled = this.#attempt(log)
  }

  async repeat(log: EventLog): Promise<void> {
    await this.settled
    const attempt = async (): Promise<boolean> => {
      if (!this.#acknowledged) await this.#attempt(log)
      return this.#acknowledged !== undefined
    }
    await expect.poll(attempt, { timeout: 10_000 }).toBe(true)
  }

  check(places: ReadonlyMap<string, string>): void {
    expect(this.data.map((each) => places.get(each))).toEqual(this.#acknowledged)
  }

  async #attempt(log: EventLog): Promise<void> {
    const entries = this.data.map((data) => ({ channel: 'c', data }))
    try {
      this.#acknowledged = await log.append(entries, { idempotencyKey: this.#key })
    } catch (error) {
      expect(error).toMatchObject({ name: 'LogError' })
    }
  }
}

async function allOf(log: EventLog): Promise<readonly Entry[]> {
  const { signal } = new AbortController()
  const { floor } = await log.bounds()
  const all: Entry[] = []
  for (let after: string = floor.position; ;) {
    const page = await log.read(after, { limit: 100, maxBytes: 1_000_000, signal })
    if (page.kind === 'gap') throw new Error(`The log has a gap: ${page.gap.reason}`)
    all.push(...page.entries)
    const last = page.entries.at(-1)
    if (!last) return all
    after = last.position
  }
}
