import { encode } from '@eventwire/encoder'
import type { EventLog, Gap, GapVerdict, Mark, Page } from './event-log.ts'
import type { Retry } from './retry.ts'
import type { Ring } from './ring.ts'
import type { Snapshot } from './snapshot.ts'
import type { Subscriber } from './subscriber.ts'

/** Snapshots asked for in a row because the log had moved past them; after that the stream is cut. */
const MAX_SNAPSHOTS = 3

/** Where a subscriber begins when it does not go on exactly where it left. */
export type Beginning = { readonly kind: 'fresh'; readonly from: Mark } | GapVerdict

export interface WelcomeParts {
  readonly log: EventLog
  readonly ring: Ring
  readonly gapType: string
  readonly snapshot: Snapshot | undefined
  /** Repeats what a log refuses until it heals. */
  readonly retry: Retry
}

/**
 * Tells a client of its gap if there is one, gives it the application's snapshot if there is one, then its place.
 *
 * A gap alone carries the new place as its id. With a snapshot nothing has an id before the bare `id:` at the end: a
 * client that is cut earlier begins again, and half a snapshot is never taken for the whole.
 */
export async function welcome(subscriber: Subscriber, beginning: Beginning, parts: WelcomeParts): Promise<void> {
  subscriber.placed = false
  if (parts.snapshot) return giveSnapshot(subscriber, beginning, parts.snapshot, parts)
  const { from } = beginning
  if (beginning.kind === 'gap') {
    const gap = honest(beginning.gap, subscriber)
    subscriber.watcher.gap(subscriber.session, gap)
    subscriber.write(encode({ type: parts.gapType, id: from.position, data: JSON.stringify(gap) }), from.position)
  }
  subscriber.place(from)
}

async function giveSnapshot(
  subscriber: Subscriber,
  first: Beginning,
  snapshot: Snapshot,
  parts: WelcomeParts,
): Promise<void> {
  const { session, audience } = subscriber
  const channels = audience.channels === 'all' ? audience.channels : [...audience.channels]
  let beginning = first
  for (let attempt = 1; attempt <= MAX_SNAPSHOTS; attempt += 1) {
    const resume = beginning.kind === 'gap' ? honest(beginning.gap, subscriber) : { kind: 'fresh' as const }
    const { asOf, events } = await snapshot({ session, channels, resume })
    const mark = await locate(asOf, beginning, subscriber, parts)
    const before = beginning
    beginning = await judgeAgain(before, subscriber, parts)
    // The log has trimmed asOf, or begun anew, while the snapshot was read: the gap would not lead to the place.
    if (!mark || reasonOf(beginning) !== reasonOf(before)) continue
    if (!(await session.drained())) return
    if (beginning.kind === 'gap') {
      const gap = upTo(mark, beginning, subscriber)
      subscriber.watcher.gap(session, gap)
      subscriber.write(encode({ type: parts.gapType, data: JSON.stringify(gap) }))
    }
    for await (const event of events) {
      if (!(await session.drained()) || subscriber.closed) return
      session.send(event)
    }
    if (await session.drained()) subscriber.place(mark)
    return
  }
  throw new Error(`The log moved past the snapshot ${MAX_SNAPSHOTS} times before it was sent: keep more in the log`)
}

/** The mark of a snapshot's `asOf`, or undefined if nothing reaches back to it any more. */
async function locate(
  asOf: string,
  { kind }: Beginning,
  subscriber: Subscriber,
  parts: WelcomeParts,
): Promise<Mark | undefined> {
  const mark = parts.ring.markOf(asOf)
  // What a gap counts, it counts in the log's present life: the ring may not have heard of it.
  if (mark && kind === 'fresh') return mark
  const verdict = await ask(asOf, subscriber, parts)
  if (verdict.kind === 'entries') return verdict.from
  if (verdict.gap.reason === 'trimmed') return mark
  if (verdict.gap.reason !== 'unreadable') return undefined
  throw new TypeError(`The snapshot's asOf must be a position of the hub's log, got ${JSON.stringify(asOf)}`)
}

/** The log's verdict on a gap by now. */
async function judgeAgain(beginning: Beginning, subscriber: Subscriber, parts: WelcomeParts): Promise<Beginning> {
  if (beginning.kind === 'fresh') return beginning
  const verdict = await ask(beginning.gap.requested, subscriber, parts)
  return verdict.kind === 'gap' ? verdict : beginning
}

/** What the log says of a position, however long it needs to say it. */
function ask(position: string, { over }: Subscriber, { log, retry }: WelcomeParts): Promise<Page | GapVerdict> {
  return retry(() => log.read(position, { limit: 1, maxBytes: 1, signal: over }), over)
}

function reasonOf(beginning: Beginning): string {
  return beginning.kind === 'gap' ? beginning.gap.reason : beginning.kind
}

/** `missed` is exact only for who takes every entry. */
function honest(gap: Gap, { audience }: Subscriber): Gap {
  if (audience.takesAll) return gap
  const { missed: _, ...rest } = gap
  return rest
}

/** The gap of a client that goes on after a snapshot: it reaches up to the snapshot's place. */
function upTo(mark: Mark, { gap, from }: GapVerdict, subscriber: Subscriber): Gap {
  const { missed, ...rest } = honest(gap, subscriber)
  const reaching = { ...rest, resumedAfter: mark.position }
  return missed === undefined ? reaching : { ...reaching, missed: missed + mark.seq - from.seq }
}
