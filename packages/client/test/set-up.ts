import { FakeClock, faultyFetch, type FaultyAnswer, type FaultyFetch } from '@eventwire/conformance'
import { connect, type ConnectOptions, type Connection, type ServerSentEvent, type StateChange } from '../src/index.ts'

export interface SetUp<Event extends object = ServerSentEvent> {
  readonly clock: FakeClock
  readonly fetch: FaultyFetch
  readonly connection: Connection<Event>
  readonly changes: readonly StateChange[]
  /** Lets time pass until the iteration ends: its events, in order, and the error if there was one. */
  outcome(): Promise<{ events: string[]; error?: unknown }>
}

export const STOP: FaultyAnswer = { status: 204 }

/** A connection on a fake clock, without jitter, to a server that answers by `script`. */
export function setUp<Event extends object = ServerSentEvent>(
  script: Parameters<typeof faultyFetch>[0],
  { onStateChange, ...options }: ConnectOptions<Event> = {},
): SetUp<Event> {
  const clock = new FakeClock()
  const fetch = faultyFetch(script)
  const changes: StateChange[] = []
  const connection = connect('http://test/path?secret', {
    clock,
    fetch,
    random: () => 0,
    onStateChange: (change) => {
      changes.push(change)
      onStateChange?.(change)
    },
    ...options,
  })
  return { clock, fetch, connection, changes, outcome: () => clock.run(collect(connection)) }
}

/** Every event's data, and the error if there was one. */
export async function collect(connection: AsyncIterable<object>): Promise<{ events: string[]; error?: unknown }> {
  const events: string[] = []
  try {
    for await (const event of connection) events.push((event as ServerSentEvent).data)
    return { events }
  } catch (error) {
    return { events, error }
  }
}

/** Lets so many microtasks pass. */
export async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick += 1) await undefined
}
