import { assertEqual, assertThrows } from './assert.ts'
import { dataOf, fill, logCheck, markOf, numbers, readPage } from './log-scene.ts'
import type { LogEntryInit, LogSubject } from './log-subject.ts'
import type { Check } from './suite.ts'

const ENTRIES: readonly LogEntryInit[] = [
  { channel: 'a', data: 'plain' },
  { channel: 'a', type: 'kind', data: 'two\nlines\r\nand\rmore\n' },
  { channel: 'ü 💥', type: 'typé', data: '日本語 💥 \0 \u2028 ﻿' },
  { channel: 'a', data: '' },
  { channel: 'b', data: ' {"json":[1,2]} ', meta: { tenant: '7', ключ: 'значение' } },
  { channel: '__proto__', type: 'constructor', data: 'x'.repeat(10_000), meta: { constructor: 'y' } },
]

/** What `append` promises. */
export const logAppendChecks: readonly Check<LogSubject>[] = [
  logCheck('append: entries come back as they were given, in order', async ({ log }) => {
    const { head } = await log.bounds()
    const before = Date.now()
    const positions = await log.append(ENTRIES)
    const { entries } = await readPage(log, head.position)
    assertEqual(
      entries.map(({ position: _position, seq: _seq, time: _time, ...init }) => withoutUndefined(init)),
      ENTRIES,
      'What was read is not what was appended',
    )
    assertEqual(
      entries.map(({ position }) => position),
      positions,
      'append resolves with the positions of its entries',
    )
    // Another machine's clock may be a little off.
    const off = entries.find(({ time }) => !(Math.abs(time - before) < 600_000))
    assertEqual(off?.time, undefined, `time is ms since 1970, about ${before}`)
  }),

  logCheck('append: seq is dense, also over several calls', async ({ log }) => {
    const { head } = await log.bounds()
    await log.append([{ channel: 'c', data: '1' }])
    await log.append(numbers(2, 5).map((data) => ({ channel: 'c', data })))
    await fill(log, 3, 6)
    const { entries } = await readPage(log, head.position)
    assertEqual(dataOf({ entries }), numbers(1, 8), 'Order')
    assertEqual(
      entries.map(({ seq }) => seq - head.seq),
      [1, 2, 3, 4, 5, 6, 7, 8],
      'seq counts from the mark before the first entry',
    )
  }),

  logCheck('append: many at the same time are dense and in order for each caller', async ({ log }) => {
    const { head } = await log.bounds()
    const batches = await Promise.all(
      numbers(1, 40).map((data) => log.append([`${data}a`, `${data}b`].map((each) => ({ channel: 'c', data: each })))),
    )
    const { entries } = await readPage(log, head.position)
    assertEqual(
      entries.map(({ seq }) => seq - head.seq),
      numbers(1, 80).map(Number),
      'Dense',
    )
    const places = new Map(entries.map(({ data, position }) => [data, position]))
    batches.forEach((positions, index) => {
      const expected = [places.get(`${index + 1}a`), places.get(`${index + 1}b`)]
      assertEqual(positions, expected, 'Each call resolves with the positions of its own entries')
    })
  }),

  logCheck('append: a position is at most 64 visible ASCII characters, and no other entry has it', async ({ log }) => {
    const { floor } = await log.bounds()
    const positions = [floor.position, ...(await fill(log, 120))]
    assertEqual(new Set(positions).size, positions.length, 'Every position is another')
    assertEqual(
      positions.find((position) => !/^[!-~]{1,64}$/.test(position)),
      undefined,
      'A position that cannot be an id',
    )
  }),

  logCheck('append: nothing appends nothing', async ({ log }) => {
    const [first = ''] = await fill(log, 1)
    assertEqual(await log.append([]), [], 'No entries, no positions')
    assertEqual((await log.bounds()).head.position, first, 'The head stays')
  }),

  logCheck('append: the same idempotencyKey again answers the first time and appends nothing', async ({ log }) => {
    const { head } = await log.bounds()
    const batch = [
      { channel: 'c', data: '1' },
      { channel: 'c', data: '2' },
    ]
    const first = await log.append(batch, { idempotencyKey: 'k' })
    await fill(log, 1, 3)
    const again = await Promise.all([
      log.append(batch, { idempotencyKey: 'k' }),
      log.append(batch, { idempotencyKey: 'k' }),
    ])
    assertEqual(again, [first, first], 'A repeated append answers what the first one answered')
    await log.append([{ channel: 'c', data: '4' }], { idempotencyKey: 'another' })
    assertEqual(dataOf(await readPage(log, head.position)), numbers(1, 4), 'Only what was new is in the log')
  }),

  logCheck('append: two at the same time with one idempotencyKey append once', async ({ log }) => {
    const { head } = await log.bounds()
    const [one, two] = await Promise.all([
      log.append([{ channel: 'c', data: '1' }], { idempotencyKey: 'k' }),
      log.append([{ channel: 'c', data: '1' }], { idempotencyKey: 'k' }),
    ])
    assertEqual(one, two, 'Both get the same answer')
    assertEqual(dataOf(await readPage(log, head.position)), ['1'], 'Appended once')
  }),

  logCheck(
    'append: an entry of more than maxEntryBytes is a RangeError, and its batch is not appended',
    async ({ log }) => {
      const { maxEntryBytes, atomicBatches } = log.capabilities
      const { head } = await log.bounds()
      await log.append([{ channel: 'c', data: 'x'.repeat(maxEntryBytes) }])
      const tooLarge = { channel: 'c', data: `${'x'.repeat(maxEntryBytes - 1)}é` }
      const batch = [{ channel: 'c', data: 'with it' }, tooLarge]
      await assertThrows(() => log.append(atomicBatches ? batch : [tooLarge]), ['RangeError'], 'Bytes, not characters')
      assertEqual((await log.bounds()).head.seq, head.seq + 1, 'Nothing of the refused batch was appended')
    },
  ),

  logCheck('bounds: an empty log has one mark, which is resumable', async ({ log }) => {
    const { floor, head } = await log.bounds()
    assertEqual(markOf(floor), markOf(head), 'Floor and head of an empty log')
    const page = await readPage(log, head.position)
    assertEqual(
      [page.entries, markOf(page.from), markOf(page.head), page.ended],
      [[], head, head, false],
      'A page of it',
    )
  }),

  logCheck(
    'bounds: the newest maxEntries entries are kept',
    async ({ log }) => {
      const { head: start } = await log.bounds()
      const positions = await fill(log, 5)
      assertEqual((await log.bounds()).floor, start, 'Nothing is trimmed up to maxEntries')
      positions.push(...(await fill(log, 7, 6)))
      const { floor, head } = await log.bounds()
      assertEqual(floor, { position: positions[6], seq: start.seq + 7 }, 'The mark before the oldest entry kept')
      assertEqual(head, { position: positions[11], seq: start.seq + 12 }, 'The newest mark')
    },
    { maxEntries: 5 },
  ),

  logCheck(
    'bounds: of a batch that is larger than the log the newest entries are kept',
    async ({ log }) => {
      const positions = await log.append(numbers(1, 12).map((data) => ({ channel: 'c', data })))
      const { floor } = await log.bounds()
      assertEqual(floor.position, positions[6], 'Floor')
      assertEqual(dataOf(await readPage(log, floor.position)), numbers(8, 12), 'Kept')
    },
    { maxEntries: 5 },
  ),
]

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))
}
