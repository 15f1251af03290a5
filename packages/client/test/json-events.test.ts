import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import { z } from 'zod'
import {
  connect,
  InvalidEventError,
  jsonEvents,
  memoryCursor,
  type Connection,
  type EventOf,
  type Gap,
  type ServerSentEvent,
  type StandardSchema,
} from '../src/index.ts'
import { setUp, STOP } from './set-up.ts'

const price = z.object({ symbol: z.string(), amount: z.number() })
const note = z.string().transform((text) => text.length)
const GAP = { kind: 'gap', reason: 'trimmed', requested: '1', resumedAfter: '5', missed: 4 }
const BODY = [
  'id: 1\nevent: price\ndata: {"symbol": "A", "amount": 1.5, "more": 1}',
  'event: note\ndata: "four"',
  'event: other\ndata: {"a": 1}',
  'event: constructor\ndata: 1',
  `id: 5\nevent: gap\ndata: ${JSON.stringify(GAP)}`,
  'event: gap\ndata: {"kind": "gap"}',
  'event: gap\ndata: mind it',
  'data: plain\n\n',
].join('\n\n')

async function all<Event>(connection: Connection<Event & object>): Promise<Event[]> {
  const events: Event[] = []
  for await (const event of connection) events.push(event)
  return events
}

describe('jsonEvents', () => {
  it('gives what the schemas make of the data, gaps, and everything else as text', async () => {
    const { connection, clock } = setUp([{ body: BODY }, STOP], { events: jsonEvents({ price, note }) })
    expect(await clock.run(all(connection))).toEqual([
      { type: 'price', data: { symbol: 'A', amount: 1.5 }, lastEventId: '1' },
      { type: 'note', data: 4, lastEventId: '1' },
      { type: '', unknownType: 'other', data: '{"a": 1}', lastEventId: '1' },
      { type: '', unknownType: 'constructor', data: '1', lastEventId: '1' },
      { type: 'gap', data: GAP, lastEventId: '5' },
      { type: '', unknownType: 'gap', data: '{"kind": "gap"}', lastEventId: '5' },
      { type: '', unknownType: 'gap', data: 'mind it', lastEventId: '5' },
      { type: '', unknownType: 'message', data: 'plain', lastEventId: '5' },
    ])
  })

  it('lets a schema for gaps come first, and waits for asynchronous schemas', async () => {
    const gap: StandardSchema<string> = {
      '~standard': { version: 1, vendor: 'test', validate: async () => ({ value: 'mine' }) },
    }
    const { connection, clock } = setUp([{ body: 'event: gap\ndata: 1\n\n' }, STOP], { events: jsonEvents({ gap }) })
    expect(await clock.run(all(connection))).toEqual([{ type: 'gap', data: 'mine', lastEventId: '' }])
  })

  it.each([
    ['{"symbol": "A"', 'not-json', /^Event of type "price", id "2": SyntaxError: .+/, 0],
    ['{"symbol": "A", "amount": "x"}', 'invalid-data', /^Event of type "price", id "2": data\.amount: .+number/, 1],
  ])('ends the stream with an error that names the event: %s', async (data, code, message, issues) => {
    const cursor = memoryCursor()
    const body = `id: 1\ndata: a\n\nid: 2\nevent: price\ndata: ${data}\n\nid: 3\ndata: b\n\n`
    const { outcome, fetch } = setUp([{ body, fault: 'stall' }], { cursor, events: jsonEvents({ price }) })
    const { events, error } = await outcome()
    expect(events).toEqual(['a'])
    expect(error).toBeInstanceOf(InvalidEventError)
    expect(error).toMatchObject({ name: 'InvalidEventError', code, event: { type: 'price', data, lastEventId: '2' } })
    expect(error).toHaveProperty('message', expect.stringMatching(message))
    expect(error instanceof InvalidEventError && error.issues.length).toBe(issues)
    expect([fetch.active, cursor.load()]).toEqual([0, '1'])
  })

  it('goes on if it is told to, past the event', async () => {
    const onInvalid = vi.fn<(error: InvalidEventError) => void>()
    const cursor = memoryCursor()
    const body = 'id: 1\ndata: 7\n\nid: 2\ndata: x\n\nid: 3\ndata: "7"\n\n'
    const events = jsonEvents({ message: z.number() }, { onInvalid })
    const { connection, clock } = setUp([{ body }, STOP], { cursor, events })
    expect(await clock.run(all(connection))).toEqual([{ type: 'message', data: 7, lastEventId: '1' }])
    expect(onInvalid.mock.calls.map(([error]) => [error.code, error.event.lastEventId])).toEqual([
      ['not-json', '2'],
      ['invalid-data', '3'],
    ])
    expect(cursor.load()).toBe('3')
  })

  it('takes the last event as it is, if need be', async () => {
    const body = 'data: 7\n\ndata: [DONE]\n\n'
    const { connection, clock } = setUp([{ body, fault: 'stall' }], {
      events: jsonEvents({ message: z.number() }),
      until: ({ data }) => data === '[DONE]',
    })
    expect(await clock.run(all(connection))).toEqual([
      { type: 'message', data: 7, lastEventId: '' },
      { type: '', unknownType: 'message', data: '[DONE]', lastEventId: '' },
    ])
  })

  it.each<[string, unknown, object?]>([
    ['schemas', null],
    ['schemas.price', { price: {} }],
    ['schemas.price', { price: undefined }],
    ['onInvalid', {}, { onInvalid: 'skip' }],
    ['unknown option: skip', {}, { skip: true }],
  ])('%s: TypeError (%#)', (name, schemas, options) => {
    expect(() => jsonEvents(schemas as Record<string, StandardSchema>, options)).toThrow(TypeError)
    expect(() => jsonEvents(schemas as Record<string, StandardSchema>, options)).toThrow(name)
  })
})

describe('the types', () => {
  const offline = { fetch: () => new Promise<Response>(() => undefined) }

  it('are those of plain events without schemas', () => {
    const connection = connect('http://test/', offline)
    expectTypeOf(connection).toEqualTypeOf<Connection>()
    expectTypeOf(connection.acknowledge).parameter(0).toEqualTypeOf<ServerSentEvent>()
    void connection.close()
  })

  it('are a union, told apart by type', () => {
    type Event = EventOf<{ price: typeof price; note: typeof note }>
    const connection = connect('http://test/', { ...offline, events: jsonEvents({ price, note }) })
    expectTypeOf(connection).toEqualTypeOf<Connection<Event>>()
    void connection.close()
    const look = (event: Event): void => {
      switch (event.type) {
        case 'price':
          expectTypeOf(event.data).toEqualTypeOf<{ symbol: string; amount: number }>()
          break
        case 'note':
          expectTypeOf(event.data).toEqualTypeOf<number>()
          break
        case 'gap':
          expectTypeOf(event.data).toEqualTypeOf<Gap>()
          break
        case '':
          expectTypeOf(event.data).toEqualTypeOf<string>()
          expectTypeOf(event.unknownType).toEqualTypeOf<string>()
          break
        default:
          expectTypeOf(event).toBeNever()
      }
    }
    expectTypeOf(look).parameter(0).toEqualTypeOf<Event>()
    expectTypeOf<Extract<Event, { type: 'prize' }>>().toBeNever()
  })

  it('let a schema replace the gap', () => {
    type Event = EventOf<{ gap: StandardSchema<Date> }>
    expectTypeOf<Extract<Event, { type: 'gap' }>['data']>().toEqualTypeOf<Date>()
  })

  it('are what a function of one’s own makes', () => {
    const connection = connect('http://test/', {
      ...offline,
      events: ({ lastEventId }: ServerSentEvent) => ({ n: 1, lastEventId }),
    })
    expectTypeOf(connection).toEqualTypeOf<Connection<{ n: number; lastEventId: string }>>()
    void connection.close()
  })
})
