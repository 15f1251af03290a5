import type { Channels } from './selection.ts'
import type { Feed } from './feed.ts'
import type { Members } from './members.ts'
import { channelName } from './subscribe-options.ts'
import type { Subscriber } from './subscriber.ts'
import type { Subscription } from './subscription.ts'
import { randomToken } from './token.ts'

/** The subscription of a session that its hub feeds. */
export class FedSubscription implements Subscription {
  readonly #subscriber: Subscriber
  readonly #members: Members
  readonly #feed: Feed
  #token: string | undefined

  constructor(subscriber: Subscriber, members: Members, feed: Feed) {
    this.#subscriber = subscriber
    this.#members = members
    this.#feed = feed
  }

  get channels(): Channels {
    const { channels } = this.#subscriber.audience
    return channels === 'all' ? channels : [...channels]
  }

  get token(): string {
    if (this.#token === undefined) {
      this.#token = randomToken()
      this.#members.know(this.#subscriber, this.#token, this)
    }
    return this.#token
  }

  add(...channels: readonly string[]): void {
    const more = channels.map(channelName)
    const { channels: taken } = this
    if (taken !== 'all') this.#members.reselect(this.#subscriber, [...new Set([...taken, ...more])], this.#feed)
  }

  remove(...channels: readonly string[]): void {
    const { channels: taken } = this
    if (taken === 'all')
      throw new TypeError("channels cannot be removed from 'all': subscribe to those that are wanted")
    const less = new Set(channels)
    const left = taken.filter((channel) => !less.has(channel))
    this.#members.reselect(this.#subscriber, left, this.#feed)
  }

  close(): void {
    this.#members.leave(this.#subscriber, this.#feed)
  }
}

/** The subscription of a session that is over before it began. */
export function noSubscription(channels: Channels): Subscription {
  let token: string | undefined
  return {
    channels,
    get token() {
      return (token ??= randomToken())
    },
    add: nothing,
    remove: nothing,
    close: nothing,
  }
}

function nothing(): void {}
