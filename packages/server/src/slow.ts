import type { GapVerdict } from './event-log.ts'
import { replay, type ReplayParts } from './replay.ts'
import type { Subscriber } from './subscriber.ts'
import { welcome } from './welcome.ts'

/** Sees to a subscriber that is not in the ring: by its policy if it was too slow, otherwise by the log. */
export function catchUp(subscriber: Subscriber, parts: ReplayParts): Promise<void> {
  const { life, slow } = subscriber
  // Who never was in the ring comes from history, and after a gap in the log itself nobody is to blame.
  if (life !== parts.ring.life || slow === 'replay') return replay(subscriber, parts)
  if (slow === 'latest') return skip(subscriber, parts)
  subscriber.watcher.evicted(subscriber.session)
  subscriber.transport.cut('slow')
  return Promise.resolve()
}

/** Leaves out what the client was too slow for, and says so. */
async function skip(subscriber: Subscriber, parts: ReplayParts): Promise<void> {
  subscriber.replaying = true
  if (!(await subscriber.transport.drained()) || subscriber.closed) return
  const { cursor } = subscriber
  const from = parts.pump.place
  const verdict: GapVerdict = {
    kind: 'gap',
    from,
    gap: {
      kind: 'gap',
      reason: 'skipped',
      requested: cursor.position,
      resumedAfter: from.position,
      missed: from.seq - cursor.seq,
    },
  }
  await welcome(subscriber, verdict, parts)
  await replay(subscriber, parts)
}
