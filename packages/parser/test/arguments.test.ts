import { createContext, runInContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { EventStreamDecoderStream, EventStreamError, EventStreamParser, parseEventStream } from '../src/index.ts'

/** What a caller without types may pass. */
const untyped = <T>(value: unknown): T => value as T

describe('wrong arguments throw at the call, and say which and what', () => {
  it.each(['a\0b', 'a\nb', 'a\rb'])('lastEventId %j', (lastEventId) => {
    expect(() => new EventStreamParser({ lastEventId })).toThrow(TypeError)
    expect(() => new EventStreamParser({ lastEventId })).toThrow(JSON.stringify(lastEventId))
  })

  it.each([null, 7, {}])('lastEventId %j', (lastEventId) => {
    const options = untyped<object>({ lastEventId })
    expect(() => new EventStreamParser(options)).toThrow(TypeError)
    expect(() => new EventStreamParser(options)).toThrow(/^lastEventId must be/)
  })

  it.each([0, -1, 1.5, NaN, Infinity, 2 ** 53, '16', null])('maxEventBytes %j', (maxEventBytes) => {
    const options = untyped<object>({ maxEventBytes })
    expect(() => new EventStreamParser(options)).toThrow(RangeError)
    expect(() => new EventStreamParser(options)).toThrow(
      `maxEventBytes must be a positive safe integer, got ${maxEventBytes}`,
    )
  })

  it('onComment', () => {
    expect(() => new EventStreamParser(untyped({ onComment: 'log' }))).toThrow(
      new TypeError('onComment must be a function, got String'),
    )
  })

  it.each([
    [undefined, 'Undefined'],
    [null, 'Null'],
    [12, 'Number'],
    [new ArrayBuffer(1), 'ArrayBuffer'],
    [new Uint16Array(1), 'Uint16Array'],
    [new DataView(new ArrayBuffer(1)), 'DataView'],
    [[100], 'Array'],
  ])('chunk %j', (chunk, name) => {
    const parser = new EventStreamParser()
    expect(() => parser.push(untyped(chunk))).toThrow(
      new TypeError(`chunk must be a Uint8Array or a string, got ${name}`),
    )
    // It has not been fed: go on.
    expect(parser.push('data\n\n')).toHaveLength(1)
  })

  it('parser', () => {
    const parser = untyped<EventStreamParser>({ maxEventBytes: 1 })
    const expected = new TypeError('parser must be an EventStreamParser, got Object')
    const stream = new ReadableStream<Uint8Array>()
    expect(() => parseEventStream(stream, parser)).toThrow(expected)
    expect(stream.locked).toBe(false)
    expect(() => new EventStreamDecoderStream(parser)).toThrow(expected)
  })

  it.each([
    [undefined, 'Undefined'],
    [null, 'Null'],
    ['data\n\n', 'String'],
    [new Uint8Array(), 'Uint8Array'],
    [Promise.resolve(), 'Promise'],
    [{ body: undefined }, 'Object'],
  ])('source %j', (source, name) => {
    expect(() => parseEventStream(untyped(source))).toThrow(
      new TypeError(`source must be a Response, a ReadableStream or an AsyncIterable, got ${name}`),
    )
  })
})

describe('right arguments that look odd', () => {
  it('undefined options are the defaults', () => {
    const parser = new EventStreamParser({ lastEventId: undefined, maxEventBytes: undefined, onComment: undefined })
    expect(parser.lastEventId).toBe('')
    expect(parser.reconnectionTime).toBeUndefined()
  })

  it('a Uint8Array of another realm is one', () => {
    const chunk = untyped<Uint8Array>(runInContext('Uint8Array.of(100, 97, 116, 97, 10, 10)', createContext({})))
    expect(chunk).not.toBeInstanceOf(Uint8Array)
    expect(new EventStreamParser().push(chunk)).toHaveLength(1)
  })

  it('an error is an Error with a name, a code and the events', () => {
    const event = { type: 'message', data: '', lastEventId: '' }
    const error = new EventStreamError('event-too-large', 'too large', [event])
    expect(error).toBeInstanceOf(Error)
    expect(String(error)).toBe('EventStreamError: too large')
    expect(error).toMatchObject({ code: 'event-too-large', events: [event] })
  })
})
