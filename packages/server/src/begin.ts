import type { Start } from './event-log.ts'
import { read, replay, type ReplayParts } from './replay.ts'
import type { Subscriber } from './subscriber.ts'
import { welcome } from './welcome.ts'

/** Feeds a new subscriber from where its client left, or from `start` if it is new. */
export async function begin(subscriber: Subscriber, start: Start, parts: ReplayParts): Promise<void> {
  const { log, ring, retry } = parts
  const { over, told, transport } = subscriber
  const { head } = ring
  subscriber.replaying = true
  // The application may have filled the transport before.
  if (!(await transport.drained())) return
  if (told === '' && 'at' in start) {
    const from = start.at === 'head' ? head : (await retry(() => log.bounds(), over)).floor
    await welcome(subscriber, { kind: 'fresh', from }, parts)
    return replay(subscriber, parts)
  }
  const after = told === '' && 'after' in start ? start.after : told
  const here = ring.markOf(after)
  if (here) {
    subscriber.place(here)
    return replay(subscriber, parts)
  }
  const reading = await read(after, subscriber, parts)
  if (reading.verdict.kind === 'entries') subscriber.place(reading.verdict.from)
  return replay(subscriber, parts, reading)
}

/** @throws TypeError for a start that is none. */
export function checkedStart(start: Start): Start {
  const { after, at }: { after?: unknown; at?: unknown } = Object(start)
  if (typeof after === 'string' || at === 'head' || at === 'floor') return start
  const known = "{ at: 'head' }, { at: 'floor' } or { after: position }"
  throw new TypeError(`start must be ${known}, got ${JSON.stringify(start)}`)
}
