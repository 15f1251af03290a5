import { encode } from '@eventwire/encoder'
import type { Audiences } from './audiences.ts'
import type { Entry } from './event-log.ts'
import type { ResolvedHubOptions } from './hub-options.ts'
import { Pump } from './pump.ts'
import type { ReplayParts } from './replay.ts'
import { retryOn } from './retry.ts'
import { Ring } from './ring.ts'
import type { Subscriber } from './subscriber.ts'
import { tail } from './tail.ts'

/** What feeds the subscribers of a hub: the ring with its pump, and the log behind it. */
export type Feed = ReplayParts

export interface FeedParts {
  readonly audiences: Audiences
  readonly over: AbortSignal
  /** Called for who has fallen behind the ring. */
  fallen(subscriber: Subscriber, feed: Feed): void
}

/** Follows a hub's log; resolves once the log has told its head. */
export function startFeed(options: ResolvedHubOptions, { audiences, over, fallen }: FeedParts): Promise<Feed> {
  const { log, gapType, snapshot, ringBytes, onError, clock } = options
  const frameOf = framer(options)
  const retry = retryOn(clock, onError)
  return new Promise((resolve, reject) => {
    const following = tail({
      log,
      retry,
      over,
      begin(from) {
        const ring = new Ring(from, ringBytes, frameOf)
        const pump = new Pump({ ring, audiences, clock, fallen: (subscriber) => fallen(subscriber, feed) })
        const feed: Feed = { log, gapType, snapshot, frameOf, retry, ring, pump }
        resolve(feed)
        return pump
      },
    })
    // Only `over` makes it reject; after the head is known nobody waits for that.
    following.catch(reject)
  })
}

function framer({ wireType, gapType, onError }: ResolvedHubOptions): (entry: Entry) => string {
  return (entry) => {
    try {
      const type = wireType(entry)
      if (type === gapType) throw new TypeError(`type ${JSON.stringify(gapType)} is reserved for gaps (gapType)`)
      return encode({ ...(type !== undefined && { type }), data: entry.data, id: entry.position })
    } catch (error) {
      // Another writer of the log, or `wireType`, made a type that cannot be sent: one entry must not stop the stream.
      // Its id alone moves the client past it.
      onError(error)
      return encode({ id: entry.position })
    }
  }
}
