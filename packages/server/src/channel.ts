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

/** How an event is published. */
export interface PublishOptions {
  /**
   * The same key again answers with the position of the first time and appends nothing: what makes it safe to publish once
   * more after a {@link LogError} that leaves open what was done (`timeout`, `unreachable`). It is of the whole log, whatever
   * the channel; make one per event, as with `crypto.randomUUID()`, and keep it for the next try. How many keys a log
   * remembers, it says itself (1,000 in a `MemoryLog`). @default none
   */
  readonly idempotencyKey?: string
}

/** Appends one entry to the hub's log. */
export type Publish = (entry: EntryInit, options: PublishOptions) => Promise<Position>

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
   * @param options an `idempotencyKey`, for who tries again
   * @throws (all as rejections) TypeError for a key that is no string or empty, for a type with CR or LF, one that the hub
   * reserves, data that is no string or, with a schema, no JSON, and for a hub that is closed; {@link InvalidDataError} for
   * data that the schema refuses; RangeError for more data than an entry of the log may have; whatever a failing log throws.
   * @example
   * ```ts
   * const position = await hub.channel('prices').publish({ type: 'price', data: '42' })
   *
   * const idempotencyKey = crypto.randomUUID()
   * const publish = () => hub.channel('orders').publish({ data: 'paid' }, { idempotencyKey })
   * await publish().catch((error) => {
   *   if (error instanceof LogError && error.code === 'timeout') return publish() // there once, whatever came of the first
   *   throw error
   * })
   * ```
   */
  async publish({ type, data, meta }: ChannelEvent<Data>, options: PublishOptions = {}): Promise<Position> {
    const { idempotencyKey } = options
    if (idempotencyKey !== undefined && (typeof idempotencyKey !== 'string' || idempotencyKey === '')) {
      const got = idempotencyKey === '' ? 'an empty one' : idempotencyKey === null ? 'null' : typeof idempotencyKey
      throw new TypeError(`idempotencyKey must be a string with something in it, got ${got}`)
    }
    // The encoder's own check of the type, before the log has the entry for good.
    if (type !== undefined) encode({ type, data: '' })
    const text = this.#schema ? await toJson(data, this.#schema, this.name) : data
    if (typeof text !== 'string')
      throw new TypeError(`data must be a string, got ${text === null ? 'null' : typeof text}`)
    const labels = { ...(type !== undefined && { type }), ...(meta && { meta }) }
    // Awaited: to hand a promise on from an async function takes two more turns of the queue.
    return await this.#publish({ channel: this.name, data: text, ...labels }, options)
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
