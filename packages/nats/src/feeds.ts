import type { Msg, NatsConnection, Subscription } from '@nats-io/nats-core'
import { entryOf } from './entry-message.ts'
import type { Feed } from './feed.ts'
import { subjectParts, type LogNames } from './log-names.ts'
import type { News } from './log-reader.ts'
import type { ResolvedOptions } from './options.ts'
import { isStandalone } from './standalone.ts'

/** A log that is followed: its feed, and how to look at its head. */
export interface Followed {
  readonly feed: Feed
  /** Looks at the log's head and tells the feed. */
  look(): Promise<void>
}

interface Subscribed extends Followed {
  readonly subscription: Subscription | undefined
}

/** Heads that are looked at at a time. */
const AT_ONCE = 100

/** The feeds of the logs that are followed on this node: woken by NATS, and by a regular look at their heads. */
export class Feeds {
  readonly #connection: NatsConnection
  readonly #options: ResolvedOptions
  readonly #followed = new Map<string, Subscribed>()
  #timer: unknown
  #isClosed = false

  constructor(connection: NatsConnection, options: ResolvedOptions) {
    this.#connection = connection
    this.#options = options
  }

  /** The feed of a log, kept for as long as somebody waits, and a while longer. */
  of(names: LogNames, make: () => Followed): Feed {
    const known = this.#followed.get(names.stream)
    if (known) return known.feed
    const followed = make()
    // What follows logs that are closed is to meet that, and not to sleep.
    if (this.#isClosed) return followed.feed
    // One connection is one line: whatever is read from now on, what comes after that is told.
    this.#followed.set(names.stream, { ...followed, subscription: this.#subscribe(names) })
    this.#timer ??= this.#wait()
    return followed.feed
  }

  wake({ stream }: LogNames): void {
    this.#followed.get(stream)?.feed.wake()
  }

  /** The connection was lost, or is back: nobody knows what was not told. */
  wakeAll(): void {
    for (const { feed } of this.#followed.values()) feed.wake()
  }

  /** The log is deleted: who follows it now is at its end, and who comes later follows another. */
  finish({ stream }: LogNames): void {
    const followed = this.#release(stream)
    followed?.feed.finish()
  }

  /** Tells all nodes that the log is deleted. */
  tellDeleted({ deleted }: LogNames): void {
    if (!this.#connection.isClosed()) this.#connection.publish(deleted)
  }

  close(): void {
    this.#isClosed = true
    this.#options.clock.clearTimeout(this.#timer)
    for (const stream of this.#followed.keys()) this.#release(stream)?.feed.wake()
  }

  #subscribe(names: LogNames): Subscription | undefined {
    // Who reads is told, and rejects with it.
    if (this.#connection.isClosed()) return undefined
    return this.#connection.subscribe(`${names.wake}.>`, {
      callback: (error, message) => {
        if (error) this.#options.onError(error)
        else if (message.subject === names.deleted) this.finish(names)
        else this.#followed.get(names.stream)?.feed.wake(this.#newsOf(names, message))
      },
    })
  }

  /** What a wake-up tells of: nothing, if it is no entry but the end. */
  #newsOf(names: LogNames, message: Msg): News | undefined {
    const { headers } = message
    const { epoch, kind } = subjectParts(names, headers?.get('Nats-Subject') ?? '')
    const seq = Number(headers?.get('Nats-Sequence'))
    if (kind !== 'c' || !(seq > 0)) return undefined
    // With a size: made by somebody else, or before streams told of all that they have stored.
    const isWhole = isStandalone(this.#connection, this.#options) && !headers?.get('Nats-Msg-Size')
    return { epoch, seq, ...(isWhole && told(epoch, seq, message)) }
  }

  #release(stream: string): Subscribed | undefined {
    const followed = this.#followed.get(stream)
    this.#followed.delete(stream)
    if (followed?.subscription?.isClosed() === false) followed.subscription.unsubscribe()
    return followed
  }

  #wait(): unknown {
    const { clock, checkInterval } = this.#options
    return clock.setTimeout(() => void this.#check(), checkInterval)
  }

  async #check(): Promise<void> {
    for (const [stream, { feed }] of this.#followed) {
      if (feed.isIdle) this.#release(stream)
      else feed.tidy()
    }
    const all = [...this.#followed.values()]
    for (let from = 0; from < all.length && !this.#isClosed; from += AT_ONCE) {
      await Promise.all(all.slice(from, from + AT_ONCE).map((followed) => look(followed)))
    }
    this.#timer = this.#followed.size > 0 && !this.#isClosed ? this.#wait() : undefined
  }
}

async function look(followed: Followed): Promise<void> {
  try {
    await followed.look()
  } catch {
    // Those who follow look themselves, meet the failure, and tell whom they have to.
    followed.feed.wake()
  }
}

/** The entry that a message is; nothing if it is none: whoever reads it meets that, and says so. */
function told(epoch: string, seq: number, message: Msg): Pick<News, 'entry'> | undefined {
  try {
    return { entry: entryOf(epoch, seq, message) }
  } catch {
    return undefined
  }
}
