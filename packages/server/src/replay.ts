import type { Audience } from './audience.ts'
import type { Batch } from './batch.ts'
import { collect, MAX_WRITE } from './collect.ts'
import type { Entry, GapVerdict, Mark, Page } from './event-log.ts'
import type { Pump } from './pump.ts'
import { labelOf, seal } from './segment.ts'
import type { Subscriber } from './subscriber.ts'
import { welcome, type WelcomeParts } from './welcome.ts'

/** Entries of one page. */
const PAGE = 1_000

export interface ReplayParts extends WelcomeParts {
  readonly pump: Pump
  readonly frameOf: (entry: Entry) => string
}

/** What the log answered, and the head of the ring when it was asked. */
export interface Reading {
  readonly verdict: Page | GapVerdict
  readonly head: Mark
}

/**
 * Reads the log for a subscriber whose place is not in the ring, page by page and as fast as the client takes them,
 * until the ring can go on. `first` was read already.
 */
export async function replay(subscriber: Subscriber, parts: ReplayParts, first?: Reading): Promise<void> {
  const { ring, pump } = parts
  const { transport } = subscriber
  subscriber.replaying = true
  let reading = first
  while ((await transport.drained()) && !subscriber.closed) {
    if (!reading && ring.markOf(subscriber.cursor.position)) break
    reading ??= await read(subscriber.cursor.position, subscriber, parts)
    // The application may have filled the transport meanwhile, or closed the subscription.
    if (!transport.writable || subscriber.closed) continue
    const { verdict, head } = reading
    reading = undefined
    if (verdict.kind === 'gap') await welcome(subscriber, verdict, parts)
    else if (verdict.entries.length > 0) subscriber.give(batchOf(verdict, subscriber.audience, parts.frameOf))
    // The log has no more, and the ring lags behind it. If the ring has moved meanwhile, one of them has more by now.
    else if (ring.head === head) {
      subscriber.replaying = false
      return pump.wait(subscriber)
    }
  }
  subscriber.replaying = false
  pump.advance(subscriber)
}

/** Reads one page for a subscriber, however long the log needs to give it. */
export async function read(after: string, { over }: Subscriber, { log, ring, retry }: ReplayParts): Promise<Reading> {
  const { head } = ring
  const verdict = await retry(() => log.read(after, { limit: PAGE, maxBytes: MAX_WRITE, signal: over }), over)
  return { verdict, head }
}

/** The start of a page, as much as one write may take. */
function batchOf({ entries, from }: Page, audience: Audience, frameOf: (entry: Entry) => string): Batch {
  const frame = (entry: Entry): string => (audience.takes(labelOf(entry)) ? frameOf(entry) : '')
  return collect([seal(from, entries, frame)], from, audience)
}
