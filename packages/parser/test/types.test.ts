import { describe, expectTypeOf, it } from 'vitest'
import {
  EventStreamDecoderStream,
  EventStreamError,
  EventStreamParser,
  parseEventStream,
  type EventStreamErrorCode,
  type ParserOptions,
  type ServerSentEvent,
} from '../src/index.ts'

describe('types', () => {
  it('an event is three strings, for reading only', () => {
    expectTypeOf<ServerSentEvent>().toEqualTypeOf<{
      readonly type: string
      readonly data: string
      readonly lastEventId: string
    }>()
  })

  it('options may be undefined, one by one', () => {
    expectTypeOf<{ lastEventId: string | undefined; maxEventBytes: undefined }>().toExtend<ParserOptions>()
    expectTypeOf<{ maxEventBytes: string }>().not.toExtend<ParserOptions>()
  })

  it('a parser takes bytes or text', () => {
    expectTypeOf<EventStreamParser['push']>().parameters.toEqualTypeOf<[chunk: Uint8Array | string]>()
    expectTypeOf<EventStreamParser['push']>().returns.toEqualTypeOf<ServerSentEvent[]>()
    expectTypeOf<EventStreamParser>().toHaveProperty('reconnectionTime').toEqualTypeOf<number | undefined>()
  })

  it('codes are a closed set', () => {
    expectTypeOf<EventStreamErrorCode>().toEqualTypeOf<'event-too-large'>()
    expectTypeOf<EventStreamError['events']>().toEqualTypeOf<readonly ServerSentEvent[]>()
  })

  it('parseEventStream takes what people have, and gives an iterator of events', () => {
    expectTypeOf<Awaited<ReturnType<typeof fetch>>>().toExtend<Parameters<typeof parseEventStream>[0]>()
    expectTypeOf<ReadableStream<Uint8Array<ArrayBuffer>>>().toExtend<Parameters<typeof parseEventStream>[0]>()
    expectTypeOf<AsyncGenerator<string>>().toExtend<Parameters<typeof parseEventStream>[0]>()
    expectTypeOf<ReturnType<typeof parseEventStream>>().toExtend<AsyncIterableIterator<ServerSentEvent>>()
  })

  it('a decoder stream fits where bytes and where text come from', () => {
    expectTypeOf<EventStreamDecoderStream>().toExtend<ReadableWritablePair<ServerSentEvent, Uint8Array>>()
    expectTypeOf<EventStreamDecoderStream>().toExtend<ReadableWritablePair<ServerSentEvent, Uint8Array<ArrayBuffer>>>()
    expectTypeOf<EventStreamDecoderStream>().toExtend<ReadableWritablePair<ServerSentEvent, string>>()
  })
})
