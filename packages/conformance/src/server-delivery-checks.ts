import { assertEqual } from './assert.ts'
import type { ParsedEvent } from './reference.ts'
import { serverCheck, texts } from './server-scene.ts'
import type { ServerSubject } from './server-subject.ts'
import type { Check } from './suite.ts'

/** That a client gets what was published: everything, in order, once, wherever it was cut. */
export const serverDeliveryChecks: readonly Check<ServerSubject>[] = [
  serverCheck('publish: who follows the channel gets the event, with its position as id', async (scene) => {
    await using reader = await scene.read('/events?channels=a')
    await reader.begun()
    const data = ' two\nlines\u2028 ü 💥\n'
    const [first, second] = await scene.publish('channel=a&type=kind', data, '')
    assertEqual(
      await reader.take(2),
      [
        { type: 'kind', data, lastEventId: first },
        { type: 'kind', data: '', lastEventId: second },
      ],
      'The events',
    )
  }),

  serverCheck('publish: two channels have one order, and others are not sent', async (scene) => {
    await using both = await scene.read('/events?channels=a,b')
    await using all = await scene.read('/events')
    await Promise.all([both.begun(), all.begun()])
    for (const each of texts(1, 12)) await scene.publish(`channel=${'abc'[Number(each) % 3]}`, each)
    assertEqual(dataOf(await all.take(12)), texts(1, 12), 'All channels')
    const expected = texts(1, 12).filter((each) => Number(each) % 3 !== 2)
    assertEqual(dataOf(await both.take(8)), expected, 'Two of three channels')
  }),

  serverCheck('publish: many clients get the same', async (scene) => {
    const readers = await Promise.all(texts(1, 12).map(() => scene.read('/events')))
    await Promise.all(readers.map((reader) => reader.begun()))
    await scene.publish('', ...texts(1, 40))
    for (const reader of readers) {
      assertEqual(dataOf(await reader.take(40)), texts(1, 40), 'One of twelve clients')
      await reader[Symbol.asyncDispose]()
    }
  }),

  serverCheck('publish: what is large comes whole', async (scene) => {
    await using reader = await scene.read('/events')
    await reader.begun()
    const large = texts(1, 3).map((each) => `${each}${'äöü€'.repeat(30_000)}`)
    await scene.publish('', ...large)
    assertEqual(
      dataOf(await reader.take(3)).map((data, index) => data === large[index]),
      [true, true, true],
      'Three events of 270 KB',
    )
  }),

  serverCheck('start: at the floor a new client gets the history first', async (scene) => {
    await scene.publish('', ...texts(1, 5))
    await using reader = await scene.read('/events?start=floor')
    await reader.take(5)
    await scene.publish('', '6')
    assertEqual(dataOf(await reader.take(6)), texts(1, 6), 'History and what follows')
  }),

  serverCheck('resume: after every event of a history, exactly', async (scene) => {
    const positions = await scene.publish('', ...texts(1, 10))
    for (const [index, position] of positions.entries()) {
      await using reader = await scene.resume('/events', position)
      const [end] = await scene.publish('channel=end', 'end')
      const { events } = await reader.until(({ lastEventId }) => lastEventId === end)
      const ends = texts(1, index + 1).map(() => 'end')
      assertEqual(dataOf(events), [...texts(index + 2, 10), ...ends], `After ${index + 1}`)
    }
  }),

  serverCheck('resume: a client that is cut again and again misses nothing and gets nothing twice', async (scene) => {
    const seen: string[] = []
    let published = 0
    let lastEventId = ''
    for (let round = 0; round < 12; round += 1) {
      await using reader = await (round === 0 ? scene.read('/events') : scene.resume('/events', lastEventId))
      if (round === 0) await reader.begun()
      await scene.publish('', ...texts(published + 1, published + 7))
      published += 7
      await reader.take(round % 7)
      await scene.post('/cut')
      // What was under way when it was cut may still have come.
      await reader.toEnd().catch(() => reader.events)
      seen.push(...dataOf(reader.events))
      lastEventId = reader.stream.lastEventId === '' ? lastEventId : reader.stream.lastEventId
      // And some while it is away.
      await scene.publish('', ...texts(published + 1, published + 3))
      published += 3
    }
    await using reader = await scene.resume('/events', lastEventId)
    await scene.publish('', String(published + 1))
    const rest = await reader.until(({ events }) => events.at(-1)?.data === String(published + 1))
    assertEqual([...seen, ...dataOf(rest.events)], texts(1, published + 1), 'Over all connections')
  }),

  serverCheck('resume: by ?lastEventId= for who cannot set the header, and the header goes first', async (scene) => {
    const [first = '', second = ''] = await scene.publish('', ...texts(1, 3))
    await using byQuery = await scene.read(`/events?lastEventId=${encodeURIComponent(first)}`)
    assertEqual(dataOf(await byQuery.take(2)), texts(2, 3), 'By query')
    await using byHeader = await scene.resume(`/events?lastEventId=${encodeURIComponent(first)}`, second)
    assertEqual(dataOf(await byHeader.take(1)), ['3'], 'By both')
  }),

  serverCheck('gap: what the log no longer has is told by one event, whose id is the new place', async (scene) => {
    const positions = await scene.publish('hub=small', ...texts(1, 12))
    await using reader = await scene.resume('/events?hub=small', positions[1] ?? '')
    const [gap, ...rest] = await reader.take(6)
    const fields = { kind: 'gap', reason: 'trimmed', requested: positions[1], resumedAfter: positions[6], missed: 5 }
    assertEqual([gap?.type, JSON.parse(gap?.data ?? '')], ['gap', fields], 'The gap')
    assertEqual([gap?.lastEventId, dataOf(rest)], [positions[6], texts(8, 12)], 'And what follows it')
  }),

  serverCheck('gap: garbage in Last-Event-ID gets a gap, not an error', async (scene) => {
    const [head = ''] = await scene.publish('', '1')
    for (const garbage of [
      'garbage',
      '0',
      'né 日本 💥',
      '{"a":"b"}',
      '%00',
      'x'.repeat(3_000),
      `${head}0000000000000000`,
    ]) {
      await using reader = await scene.resume('/events', garbage)
      const [event] = await reader.take(1)
      const { kind, requested, resumedAfter, missed }: Record<string, unknown> = JSON.parse(event?.data ?? '')
      assertEqual([kind, requested, missed], ['gap', garbage, undefined], `Last-Event-ID: ${garbage.slice(0, 40)}`)
      assertEqual(event?.lastEventId, resumedAfter, 'The id of the gap')
    }
  }),

  serverCheck(
    'end: when the log ends, streams end after the last event, and who comes later gets it all',
    async (scene) => {
      await using early = await scene.read('/events?start=floor')
      await scene.publish('', ...texts(1, 5))
      await scene.post('/end')
      assertEqual(dataOf(await early.toEnd()), texts(1, 5), 'Who was there')
      await using late = await scene.read('/events?start=floor')
      assertEqual(dataOf(await late.toEnd()), texts(1, 5), 'Who comes later')
    },
  ),

  serverCheck('leaving: a client that leaves is noticed', async (scene) => {
    const readers = [await scene.read('/events'), await scene.read('/events'), await scene.read('/events?hub=small')]
    await Promise.all(readers.map((reader) => reader.begun()))
    assertEqual((await scene.stats()).subscribed, 3, 'While they are there')
    await Promise.all(readers.slice(1).map((reader) => reader[Symbol.asyncDispose]()))
    await scene.untilStats(({ sessions, subscribed }) => sessions === 1 && subscribed === 1, 'Two of three have left')
    await scene.publish('', '1')
    assertEqual(dataOf((await readers[0]?.take(1)) ?? []), ['1'], 'Who has stayed')
    await readers[0]?.[Symbol.asyncDispose]()
    await scene.untilStats(({ sessions, subscribed }) => sessions === 0 && subscribed === 0, 'All have left')
  }),
]

function dataOf(events: readonly ParsedEvent[]): string[] {
  return events.map(({ data }) => data)
}
