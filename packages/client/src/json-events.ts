import type { ServerSentEvent } from '@eventwire/parser'
import { InvalidEventError } from './invalid-event-error.ts'
import type { EventDecoder } from './options.ts'
import type { OutputOf, StandardSchema } from './standard-schema.ts'
import { demand, settle } from './settle.ts'

/** A schema for the data of each type of event. Events without a type have the type `'message'`. */
export type EventSchemas = Readonly<Record<string, StandardSchema>>

/** What the consumer gets: one of the schemas' events, or the server's gap event, or another event. */
export type EventOf<Schemas extends EventSchemas> =
  | { [Type in keyof Schemas & string]: TypedEvent<Type, OutputOf<Schemas[Type]>> }[keyof Schemas & string]
  | (string extends keyof Schemas ? GapEvent : 'gap' extends keyof Schemas ? never : GapEvent)
  | OtherEvent

/** An event whose data has been read as JSON and checked. */
export interface TypedEvent<Type extends string, Data> {
  readonly type: Type
  readonly data: Data
  /** The last event ID in force at this event; `''` if there was none. */
  readonly lastEventId: string
}

/**
 * The event by which a hub of `@eventwire/server` says that entries are gone which this client asked for. It is known by
 * its type, `'gap'`, and its data; an event of that type with other data is an {@link OtherEvent}, and a schema for
 * `'gap'` has precedence.
 */
export type GapEvent = TypedEvent<'gap', Gap>

/** What is gone. */
export interface Gap {
  readonly kind: 'gap'
  /** For instance `'trimmed'`: the log no longer reaches back so far. */
  readonly reason: string
  /** The position asked for. */
  readonly requested: string
  /** What follows is complete from here on. */
  readonly resumedAfter: string
  /** How many entries are gone, where that is known exactly. */
  readonly missed?: number
}

/**
 * An event that no schema is for, with its data as text. Its `type` is empty, which no event on the wire can be, so that
 * it is told from every other by `type`.
 */
export interface OtherEvent {
  readonly type: ''
  /** The type that it came with. */
  readonly unknownType: string
  readonly data: string
  /** The last event ID in force at this event; `''` if there was none. */
  readonly lastEventId: string
}

export interface JsonEventsOptions {
  /**
   * Called with what is wrong with an event that is not what its schema says; the event is left out and the stream goes
   * on. What this function throws ends the stream. @default throws the error
   */
  readonly onInvalid?: ((error: InvalidEventError) => void) | undefined
}

/**
 * Reads the data of events as JSON and has it checked by a schema for each type, so that the consumer gets a
 * discriminated union: for the option `events` of `connect`.
 *
 * The event that `until` picks, which may be no more than a word like `[DONE]`, is given out as an {@link OtherEvent}
 * if its data is not what its schema says.
 *
 * @param schemas Standard Schemas, by the type of event; they may be asynchronous.
 * @throws TypeError if one of them is no Standard Schema.
 *
 * @example
 * ```ts
 * import { connect, jsonEvents } from '@eventwire/client'
 * import { z } from 'zod'
 *
 * const price = z.object({ symbol: z.string(), amount: z.number() })
 * for await (const event of connect(url, { events: jsonEvents({ price, note: z.string() }) })) {
 *   if (event.type === 'price') console.log(event.data.symbol, event.data.amount)
 *   else if (event.type === 'note') console.log(event.data)
 *   else if (event.type === 'gap') console.log('missed', event.data.missed)
 *   else console.log('unknown', event.unknownType, event.data)
 * }
 * ```
 */
export function jsonEvents<const Schemas extends EventSchemas>(
  schemas: Schemas,
  options: JsonEventsOptions = {},
): EventDecoder<EventOf<Schemas>> {
  const { onInvalid } = settle<{ onInvalid: (error: InvalidEventError) => void }>(options, { onInvalid: rethrow })
  demand(typeof schemas === 'object' && schemas !== null, 'schemas', 'an object', schemas)
  for (const [type, schema] of Object.entries(schemas)) {
    demand(typeof schema?.['~standard']?.validate === 'function', `schemas.${type}`, 'a Standard Schema', schema)
  }
  return async (event, isLast) => {
    // An own property, since a server may send events of type "constructor".
    const schema = Object.hasOwn(schemas, event.type) ? schemas[event.type] : undefined
    const known = schema ? await check(event, schema) : (gapOf(event) ?? other(event))
    if (!(known instanceof InvalidEventError)) return known as EventOf<Schemas>
    if (isLast) return other(event)
    onInvalid(known)
    return undefined
  }
}

async function check(
  event: ServerSentEvent,
  schema: StandardSchema,
): Promise<TypedEvent<string, unknown> | InvalidEventError> {
  const { type, lastEventId } = event
  let json: unknown
  try {
    json = JSON.parse(event.data)
  } catch (cause) {
    return new InvalidEventError('not-json', event, [], cause)
  }
  const result = await schema['~standard'].validate(json)
  if (result.issues) return new InvalidEventError('invalid-data', event, result.issues)
  return { type, data: result.value, lastEventId }
}

function gapOf({ type, data, lastEventId }: ServerSentEvent): GapEvent | undefined {
  if (type !== 'gap') return undefined
  try {
    const gap = JSON.parse(data) as Gap | null
    const isGap = gap?.kind === 'gap' && typeof gap.reason === 'string' && typeof gap.resumedAfter === 'string'
    return isGap ? { type, data: gap, lastEventId } : undefined
  } catch {
    // Another server's event, of the same name.
    return undefined
  }
}

function other({ type, data, lastEventId }: ServerSentEvent): OtherEvent {
  return { type: '', unknownType: type, data, lastEventId }
}

function rethrow(error: InvalidEventError): never {
  throw error
}
