import type { Mark } from './event-log.ts'
import { markBeforeNewest } from './newest-entries.ts'
import { read, replay, type ReplayParts } from './replay.ts'
import type { SubscriptionStart } from './subscribe-options.ts'
import type { Subscriber } from './subscriber.ts'
import { welcome } from './welcome.ts'

/** Feeds a new subscriber from where its client left, or from `start` if it is new. */
export async function begin(subscriber: Subscriber, start: SubscriptionStart, parts: ReplayParts): Promise<void> {
  const { ring } = parts
  const { told, transport } = subscriber
  const { head } = ring
  subscriber.replaying = true
  // The application may have filled the transport before.
  if (!(await transport.drained())) return
  if (told === '' && !('after' in start)) {
    const from = 'at' in start && start.at === 'head' ? head : await older(start, head, subscriber, parts)
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

/** Where a new client begins that is to get some of what there was before. */
async function older(
  start: Exclude<SubscriptionStart, { readonly after: string }>,
  head: Mark,
  subscriber: Subscriber,
  parts: ReplayParts,
): Promise<Mark> {
  const { log, retry } = parts
  if ('last' in start) return markBeforeNewest(start.last, head, subscriber, parts)
  return (await retry(() => log.bounds(), subscriber.over)).floor
}
