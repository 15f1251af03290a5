import { Hub, MemoryLog, type Snapshot, type Subscription, type SubscriptionStart } from '../../src/index.ts'
import { FlakyLog } from '../flaky-log.ts'
import { newClient, type Client } from '../scene.ts'
import { TestClock } from '../test-clock.ts'
import { History } from './history.ts'
import type { Demand } from './demand.ts'
import { Reader } from './reader.ts'
import { metaOf, subscribeOptions, type Taking } from './taking.ts'

/** Entries that the log keeps: few, so that clients fall out of it. */
const KEPT = 8
const HEARTBEAT = 5_000

/** A client of the model: what it has read, and its connection if it has one. */
class Follower {
  readonly reader: Reader
  connection: Client | undefined
  #subscribed: { readonly subscription: Subscription; readonly demand: Demand } | undefined
  /** Bytes of the connection that were read. */
  #read = 0

  constructor(history: History, snapshots: boolean) {
    this.reader = new Reader(history, snapshots)
  }

  /** Reads what came, but for the last bytes. */
  read(lost = 0): void {
    if (!this.connection) return
    const received = this.connection.sink.received
    const end = Math.max(received.length - lost, this.#read)
    this.reader.read(received.subarray(this.#read, end))
    this.#read = end
  }

  begin(connection: Client): void {
    this.connection = connection
    this.#subscribed = undefined
    this.#read = 0
  }

  subscribed(subscription: Subscription, demand: Demand): void {
    this.#subscribed = { subscription, demand }
    this.reader.subscribed()
  }

  /** Takes a channel more, or one less. */
  change(channel: string, isMore: boolean): void {
    if (!this.connection || !this.#subscribed) return
    const { subscription, demand } = this.#subscribed
    if (subscription.channels === 'all') return
    if (isMore) subscription.add(channel)
    else subscription.remove(channel)
    demand.choose(subscription.channels)
  }
}

/** A hub on a log that misbehaves, its clock, and its clients, all moved by commands. */
export class World {
  readonly history = new History(KEPT)
  readonly hub: Hub
  readonly clock = new TestClock()
  readonly log: FlakyLog
  readonly errors: unknown[] = []
  readonly #followers: readonly Follower[]
  #published = 0

  constructor({ ringBytes, snapshots }: { readonly ringBytes: number; readonly snapshots: boolean }) {
    this.log = new FlakyLog(this.#newLog())
    this.#followers = Array.from({ length: 4 }, () => new Follower(this.history, snapshots))
    const onError = (error: unknown): void => void this.errors.push(error)
    const options = { log: this.log, clock: this.clock, onError, ringBytes }
    const snapshot: Snapshot = async () => {
      const asOf = await this.hub.head()
      return { asOf, events: ['state', 'state'].map((type) => ({ type, data: asOf })) }
    }
    this.hub = new Hub(snapshots ? { ...options, snapshot } : options)
  }

  async publish(channel: string, size: number): Promise<void> {
    this.#published += 1
    const data = `${this.#published}`.padEnd(size, '.')
    try {
      await this.hub.channel(channel).publish({ data, meta: metaOf(data) })
      this.history.add({ channel, data })
    } catch (error) {
      if (!String(error).includes('append failed')) throw error
    }
  }

  /** The log has lost everything and begins anew, with some entries that a restored backup may have. */
  replaceLog(entries: number): void {
    const log = this.#newLog()
    for (let count = 0; count < entries; count += 1) {
      this.#published += 1
      const data = String(this.#published)
      void log.append([{ channel: 'a', data, meta: metaOf(data) }])
      this.history.add({ channel: 'a', data })
    }
    this.log.replace(log)
  }

  /** Connects a client where it left, or as a new one, or with something else in its header. */
  connect(who: number, taking: Taking, comes: 'back' | 'new' | string, start: SubscriptionStart): void {
    const follower = this.#follower(who)
    this.cut(who, 0)
    const { reader } = follower
    if (comes !== 'back') reader.lastEventId = comes === 'new' ? '' : comes
    const demand = reader.connect(taking)
    const { lastEventId } = reader
    const connection = newClient({ clock: this.clock, heartbeat: HEARTBEAT, highWater: 60, lastEventId })
    follower.begin(connection)
    void this.hub.subscribe(connection.session, taking.channels, { start, ...subscribeOptions(taking) }).then(
      (subscription) => follower.connection === connection && follower.subscribed(subscription, demand),
      (error: unknown) => this.errors.push(error),
    )
  }

  /** A client's connection breaks; its last bytes are lost, too. */
  cut(who: number, lost: number): void {
    const follower = this.#follower(who)
    follower.read(lost)
    follower.connection?.sink.leave()
    follower.connection = undefined
  }

  change(who: number, channel: string, isMore: boolean): void {
    this.#follower(who).change(channel, isMore)
  }

  stall(who: number): void {
    this.#follower(who).connection?.sink.stall()
  }

  drain(who: number, once: boolean): void {
    const sink = this.#follower(who).connection?.sink
    if (once) sink?.readOnce()
    else sink?.read()
  }

  /** Everyone reads what came, and whatever should not have come throws. */
  check(): void {
    for (const follower of this.#followers) {
      follower.read()
      const { connection } = follower
      if (!connection) continue
      const { sink, session } = connection
      if (sink.faults.length > 0) throw new Error(`The sink ${sink.faults.join(', ')}`)
      if (session.reason === 'failed' && this.errors.length > 0) follower.connection = undefined
      else if (session.reason === 'slow') follower.connection = undefined
      else if (session.reason !== undefined) throw new Error(`The session is over: ${session.reason}`)
    }
  }

  /** Everything heals and comes to rest: every client that is connected must have reached the head. */
  async rest(): Promise<void> {
    for (const kind of ['read', 'items'] as const) this.log.release(kind)
    this.log.failures.clear()
    for (let round = 0; round < 8; round += 1) {
      for (const { connection } of this.#followers) connection?.sink.read()
      await this.clock.advance(1_000)
      await this.clock.settle()
    }
    await this.clock.advance(2 * HEARTBEAT)
    await this.clock.settle()
    this.check()
    const { head } = this.history
    const connected = this.#followers.filter(({ connection }) => connection)
    for (const { reader } of connected) reader.expectCaughtUp(head)
    if (this.hub.sessions !== connected.length) throw new Error(`${this.hub.sessions} sessions of ${connected.length}`)
  }

  async close(): Promise<void> {
    for (const who of this.#followers.keys()) this.cut(who, 0)
    await this.hub.close()
    await this.clock.settle()
    if (this.clock.pending > 0) throw new Error(`${this.clock.pending} timers are left`)
  }

  #newLog(): MemoryLog {
    this.history.begin()
    return new MemoryLog({ epoch: this.history.epoch, maxEntries: KEPT })
  }

  #follower(who: number): Follower {
    const follower = this.#followers[who]
    if (!follower) throw new Error(`There is no client ${who}`)
    return follower
  }
}
