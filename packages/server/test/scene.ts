import {
  Hub,
  MemoryLog,
  resolveSessionOptions,
  Session,
  type Channels,
  type HubOptions,
  type MemoryLogOptions,
  type SessionOptions,
  type SubscribeOptions,
  type Subscription,
} from '../src/index.ts'
import { Audience } from '../src/audience.ts'
import { FakeSink, type FakeSinkOptions } from './fake-sink.ts'
import { TestClock } from './test-clock.ts'

export interface ClientOptions extends FakeSinkOptions, SessionOptions {
  readonly lastEventId?: string
  /** Of its grant. */
  readonly expiresAt?: number
}

/** A session and the sink that it writes to. */
export interface Client {
  readonly session: Session
  readonly sink: FakeSink
}

/** A session without heartbeats, unless the options say otherwise. */
export function newClient(options: ClientOptions = {}): Client {
  const sink = new FakeSink(options)
  const { lastEventId = '', expiresAt } = options
  const resolved = resolveSessionOptions({ heartbeat: false, ...options })
  const grant = { context: undefined, ...(expiresAt !== undefined && { expiresAt }) }
  return { session: new Session(sink, { lastEventId, grant, options: resolved }), sink }
}

/** A hub on a log with the epoch `e`, and a clock for both. */
export class Scene {
  readonly clock: TestClock = new TestClock()
  readonly log: MemoryLog
  readonly hub: Hub
  /** What the hub reported. */
  readonly errors: unknown[] = []

  constructor(options: Partial<HubOptions> & { readonly memory?: MemoryLogOptions } = {}) {
    const { memory, ...rest } = options
    this.log = new MemoryLog({ epoch: 'e', now: () => this.clock.now(), ...memory })
    this.hub = new Hub({ log: this.log, clock: this.clock, onError: (error) => this.errors.push(error), ...rest })
  }

  /** Publishes texts to a channel, and lets them go out. */
  async publish(channel: string, ...texts: readonly string[]): Promise<void> {
    const publishing = (async () => {
      for (const data of texts) await this.hub.channel(channel).publish({ data })
    })()
    await this.clock.settle()
    await publishing
  }

  /** Subscribes a new session, and lets it get what it gets. */
  async join(
    channels: Channels = 'all',
    options: ClientOptions & SubscribeOptions = {},
  ): Promise<Client & { readonly subscription: Subscription }> {
    const client = newClient({ clock: this.clock, ...options })
    const subscription = await this.hub.subscribe(client.session, channels, options)
    await this.clock.settle()
    return { ...client, subscription }
  }
}

/** The data of the events that a client got. */
export function dataOf({ sink }: Client): string[] {
  return sink.events.map(({ data }) => data)
}

/** The numbers from `first` to `last`, as texts. */
export function numbers(first: number, last: number): string[] {
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => String(first + index))
}

/** An audience of these channels, by itself. */
export function audienceOf(channels: Channels): Audience {
  return new Audience('', { channels }, failing)
}

/** For what must not fail. */
export function failing(error: unknown): void {
  throw error
}
