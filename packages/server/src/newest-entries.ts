import type { Mark } from './event-log.ts'
import { read, type ReplayParts } from './replay.ts'
import { labelOf } from './segment.ts'
import type { Subscriber } from './subscriber.ts'

/**
 * The mark before the newest `count` entries up to `head` that a subscriber takes, or before all of them if there are
 * fewer. What follows `head` is news, and not counted.
 */
export async function markBeforeNewest(
  count: number,
  head: Mark,
  subscriber: Subscriber,
  parts: ReplayParts,
): Promise<Mark> {
  const { log, ring, retry } = parts
  const { audience, over } = subscriber
  const here = ring.markBeforeNewest(count, head, audience)
  if (here) return here
  // The marks before the newest ones that were seen so far.
  const before: Mark[] = []
  let mark = (await retry(() => log.bounds(), over)).floor
  while (mark.seq < head.seq) {
    const { verdict } = await read(mark.position, subscriber, parts)
    const entries = verdict.kind === 'entries' ? verdict.entries.filter(({ seq }) => seq <= head.seq) : []
    for (const entry of entries) {
      if (audience.takes(labelOf(entry))) before.push(mark)
      if (before.length > count) before.shift()
      mark = entry
    }
    if (verdict.kind === 'gap') mark = verdict.from
    else if (entries.length === 0) break
  }
  // Asked last, since the log may have begun anew while it was read: then all that it has is news.
  const { verdict } = await read(head.position, subscriber, parts)
  return verdict.kind === 'gap' ? verdict.from : (before[0] ?? mark)
}
