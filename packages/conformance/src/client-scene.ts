import type { ClientConnection, ClientOptions, ClientSubject } from './client-subject.ts'
import { FakeClock } from './fake-clock.ts'
import { faultyFetch, type FaultyAnswer, type FaultyFetch, type FaultyRequest } from './faulty-fetch.ts'
import type { ParsedEvent } from './reference.ts'
import type { Check } from './suite.ts'

export const HOUR = 3_600_000
/** Ends a client. */
export const STOP: FaultyAnswer = { status: 204 }

export function check(name: string, run: Check<ClientSubject>['run']): Check<ClientSubject> {
  return { name, run }
}

export function event(data: string, lastEventId: string, type = 'message'): ParsedEvent {
  return { type, data, lastEventId }
}

/** A connection to a server that answers by a script, and what a check wants to know of both. */
export interface ClientScene {
  readonly clock: FakeClock
  readonly fetch: FaultyFetch
  readonly connection: ClientConnection
  /** When each request came. */
  readonly times: readonly number[]
  /** Every event until the iteration ends, however long that takes. */
  all(): Promise<ParsedEvent[]>
  /** The same for a check that lets time pass itself. */
  collect(): Promise<ParsedEvent[]>
  /** The last event ID of each request. */
  sent(): readonly string[]
}

export function setUp(
  subject: ClientSubject,
  script: readonly FaultyAnswer[] | ((request: FaultyRequest) => FaultyAnswer),
  options: Partial<ClientOptions> = {},
): ClientScene {
  const clock = new FakeClock()
  const times: number[] = []
  const fetch = faultyFetch((request) => {
    times.push(clock.now())
    return typeof script === 'function' ? script(request) : (script[request.number - 1] ?? { fault: 'refuse' })
  })
  const connection = subject.connect('http://localhost/events', { fetch, clock, ...options })
  const collect = async (): Promise<ParsedEvent[]> => {
    const events: ParsedEvent[] = []
    for await (const { type, data, lastEventId } of connection) events.push({ type, data, lastEventId })
    return events
  }
  return {
    clock,
    fetch,
    connection,
    times,
    all: () => clock.run(collect()),
    collect,
    sent: () => fetch.requests.map(({ lastEventId }) => lastEventId),
  }
}
