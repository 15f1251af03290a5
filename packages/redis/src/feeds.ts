import { deletedEpoch } from './end-scripts.ts'
import type { Feed } from './feed.ts'
import { entriesOf } from './message.ts'
import type { ResolvedOptions } from './options.ts'
import type { Wakes } from './wakes.ts'

export interface FeedsParts {
  readonly options: ResolvedOptions
  readonly wakes: Wakes
}

/** A log that is followed: its feed, and how to look at its head. */
export interface Followed {
  readonly feed: Feed
  /** Looks at the log's head and tells the feed. */
  look(): Promise<void>
}

/** Heads that are looked at at a time. */
const AT_ONCE = 100

/** The feeds of the logs that are followed on this node, by channel, and the regular look at their heads. */
export class Feeds {
  readonly #parts: FeedsParts
  readonly #followed = new Map<string, Followed>()
  #timer: unknown
  #isClosed = false

  constructor(parts: FeedsParts) {
    this.#parts = parts
  }

  /** The feed of a channel, kept for as long as somebody waits, and a while longer. */
  of(channel: string, make: () => Followed): Feed {
    const known = this.#followed.get(channel)
    if (known) return known.feed
    const followed = make()
    // What follows logs that are closed is to meet that, and not to sleep.
    if (this.#isClosed) return followed.feed
    this.#followed.set(channel, followed)
    this.#parts.wakes.add(channel)
    this.#timer ??= this.#wait()
    return followed.feed
  }

  wake(channel: string): void {
    this.#followed.get(channel)?.feed.wake()
  }

  /** A message came, which may carry what was appended, or tell that the log was deleted. */
  take(channel: string, message: string): void {
    const feed = this.#followed.get(channel)?.feed
    if (!feed) return
    const deleted = deletedEpoch(message)
    if (deleted !== undefined && feed.isOf(deleted)) return this.finish(channel)
    const page = entriesOf(message)
    if (page) feed.bring(page)
    else feed.wake()
  }

  /** The log of the channel is deleted: who follows it now is at its end, and who comes later follows another. */
  finish(channel: string): void {
    const followed = this.#followed.get(channel)
    if (!followed) return
    this.#followed.delete(channel)
    this.#parts.wakes.remove([channel])
    followed.feed.finish()
  }

  close(): void {
    this.#isClosed = true
    this.#parts.options.clock.clearTimeout(this.#timer)
    for (const { feed } of this.#followed.values()) feed.wake()
    this.#followed.clear()
  }

  #wait(): unknown {
    const { clock, checkInterval } = this.#parts.options
    return clock.setTimeout(() => void this.#check(), checkInterval)
  }

  async #check(): Promise<void> {
    this.#release()
    this.#parts.wakes.revive()
    const all = [...this.#followed.values()]
    for (let from = 0; from < all.length && !this.#isClosed; from += AT_ONCE) {
      await Promise.all(all.slice(from, from + AT_ONCE).map((followed) => look(followed)))
    }
    this.#timer = this.#followed.size > 0 && !this.#isClosed ? this.#wait() : undefined
  }

  #release(): void {
    const idle = Array.from(this.#followed).flatMap(([channel, { feed }]) => (feed.isIdle ? [channel] : []))
    for (const channel of idle) this.#followed.delete(channel)
    this.#parts.wakes.remove(idle)
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
