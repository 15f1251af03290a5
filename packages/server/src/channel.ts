import { encode } from '@eventwire/encoder'
import type { EntryInit, Position } from './event-log.ts'

/** What is published to a channel. */
export interface ChannelEvent {
  /** The event's type; left out it is a `message`. */
  readonly type?: string
  readonly data: string
  /** For filters only; never sent. */
  readonly meta?: Readonly<Record<string, string>>
}

/** Appends one entry to the hub's log. */
export type Publish = (entry: EntryInit) => Promise<Position>

/** A label in a hub: what is published here reaches the sessions that subscribed to it. */
export class Channel {
  readonly name: string
  readonly #publish: Publish

  /** For {@link Hub.channel}. */
  constructor(name: string, publish: Publish) {
    this.name = name
    this.#publish = publish
  }

  /**
   * Appends an event to the hub's log, and resolves with its position once the log holds it.
   *
   * @throws TypeError (as a rejection) for a type with CR or LF, one that the hub reserves, or data that is no string;
   * RangeError for more data than an entry of the log may have; whatever a failing log throws.
   * @example
   * ```ts
   * const position = await hub.channel('prices').publish({ type: 'price', data: '42' })
   * ```
   */
  async publish({ type, data, meta }: ChannelEvent): Promise<Position> {
    if (typeof data !== 'string')
      throw new TypeError(`data must be a string, got ${data === null ? 'null' : typeof data}`)
    // The encoder's own check of the type, before the log has the entry for good.
    if (type !== undefined) encode({ type, data: '' })
    return this.#publish({ channel: this.name, data, ...(type !== undefined && { type }), ...(meta && { meta }) })
  }
}
