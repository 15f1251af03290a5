import { encode } from '@eventwire/encoder'
import type { EntryInit, Position } from './event-log.ts'
import { InvalidDataError } from './invalid-data-error.ts'
import type { StandardSchema } from './standard-schema.ts'

/**
 * What is published to a channel.
 *
 * @typeParam Data text, or what the channel's schema takes.
 */
export interface ChannelEvent<Data = string> {
  /** The event's type; left out it is a `message`. */
  readonly type?: string
  readonly data: Data
  /** For filters and conflation only; never sent. */
  readonly meta?: Readonly<Record<string, string>>
}

/** Appends one entry to the hub's log. */
export type Publish = (entry: EntryInit) => Promise<Position>

/**
 * A label in a hub: what is published here reaches the sessions that subscribed to it.
 *
 * @typeParam Data text; with a schema what that takes, which is sent as JSON of what the schema makes of it.
 */
export class Channel<Data = string> {
  readonly name: string
  readonly #publish: Publish
  readonly #schema: StandardSchema | undefined

  /** For {@link Hub.channel}. */
  constructor(name: string, publish: Publish, schema?: StandardSchema) {
    this.name = name
    this.#publish = publish
    this.#schema = schema
  }

  /**
   * Appends an event to the hub's log, and resolves with its position once the log holds it.
   *
   * @throws (all as rejections) TypeError for a type with CR or LF, one that the hub reserves, data that is no string or,
   * with a schema, no JSON, and for a hub that is closed; {@link InvalidDataError} for data that the schema refuses;
   * RangeError for more data than an entry of the log may have; whatever a failing log throws.
   * @example
   * ```ts
   * const position = await hub.channel('prices').publish({ type: 'price', data: '42' })
   * ```
   */
  async publish({ type, data, meta }: ChannelEvent<Data>): Promise<Position> {
    // The encoder's own check of the type, before the log has the entry for good.
    if (type !== undefined) encode({ type, data: '' })
    const text = this.#schema ? await toJson(data, this.#schema, this.name) : data
    if (typeof text !== 'string')
      throw new TypeError(`data must be a string, got ${text === null ? 'null' : typeof text}`)
    const labels = { ...(type !== undefined && { type }), ...(meta && { meta }) }
    // Awaited: to hand a promise on from an async function takes two more turns of the queue.
    return await this.#publish({ channel: this.name, data: text, ...labels })
  }
}

async function toJson(data: unknown, schema: StandardSchema, channel: string): Promise<string> {
  const result = await schema['~standard'].validate(data)
  if (result.issues) throw new InvalidDataError(channel, result.issues)
  const json: string | undefined = JSON.stringify(result.value)
  if (json !== undefined) return json
  throw new TypeError(
    `data of channel ${JSON.stringify(channel)} has no JSON: its schema made ${typeof result.value} of it`,
  )
}
