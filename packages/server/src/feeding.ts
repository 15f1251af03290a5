import { startFeed, type Feed } from './feed.ts'
import type { ResolvedHubOptions } from './hub-options.ts'
import type { Members } from './members.ts'
import { catchUp } from './slow.ts'
import type { Subscriber } from './subscriber.ts'

/** The feed of a hub, from the first who needs it until the hub rests. */
export class Feeding {
  readonly #options: ResolvedHubOptions
  readonly #members: Members
  #over = new AbortController()
  #feed: Promise<Feed> | undefined
  /** Once the log has told its head. */
  #begun: Feed | undefined
  /** How many wait for it. */
  #waiting = 0

  constructor(options: ResolvedHubOptions, members: Members) {
    this.#options = options
    this.#members = members
  }

  /** The feed, once it has begun; undefined if it was stopped meanwhile: nothing else ends the asking for it. */
  async open(): Promise<Feed | undefined> {
    this.#waiting += 1
    try {
      this.#feed ??= this.#start()
      this.#begun = await this.#feed
      return this.#begun
    } catch {
      return undefined
    } finally {
      this.#waiting -= 1
    }
  }

  /** Sends what was published and waits for the turn to end. */
  flush(): void {
    this.#begun?.pump.flush()
  }

  /** Reads the log no more, until somebody needs it again. False if somebody does. */
  rest(): boolean {
    if (this.#members.size > 0 || this.#waiting > 0) return false
    this.stop()
    this.#over = new AbortController()
    this.#feed = undefined
    this.#begun = undefined
    return true
  }

  stop(): void {
    this.#over.abort()
  }

  #start(): Promise<Feed> {
    const members = this.#members
    const fallen = (subscriber: Subscriber, feed: Feed): void => members.guard(subscriber, catchUp(subscriber, feed))
    return startFeed(this.#options, { audiences: members.audiences, over: this.#over.signal, fallen })
  }
}
