import { assertEqual, assertThrows } from './assert.ts'
import { dataOf, fill, logCheck, numbers, readPage } from './log-scene.ts'
import type { LogEntryInit, LogSubject } from './log-subject.ts'
import type { Check } from './suite.ts'

const ONE: readonly LogEntryInit[] = [{ channel: 'c', data: 'one' }]

/** What an append with a key promises to whoever lost the answer and asks again. */
export const logRetryChecks: readonly Check<LogSubject>[] = [
  logCheck('retry: many at once with one key, among others, append once', async ({ log }) => {
    const { head } = await log.bounds()
    const answers = await Promise.all(
      numbers(1, 20).flatMap((data) => [
        log.append(ONE, { idempotencyKey: 'k' }),
        log.append([{ channel: 'c', data }], { idempotencyKey: `k${data}` }),
      ]),
    )
    const { entries } = await readPage(log, head.position)
    assertEqual(
      dataOf({ entries }).toSorted(),
      ['one', ...numbers(1, 20)].toSorted(),
      'Each of the 21 keys appended once',
    )
    const place = entries.find(({ data }) => data === 'one')?.position
    assertEqual(
      answers.filter((_, index) => index % 2 === 0).map(([position]) => position),
      Array.from({ length: 20 }, () => place),
      'All 20 with one key get the same answer',
    )
  }),

  logCheck(
    'retry: the first answer is given also when its entries are trimmed',
    async ({ log }) => {
      const first = await log.append(ONE, { idempotencyKey: 'k' })
      await fill(log, 20)
      const { head } = await log.bounds()
      assertEqual(await log.append(ONE, { idempotencyKey: 'k' }), first, 'The answer')
      assertEqual((await log.bounds()).head.seq, head.seq, 'Nothing was appended')
    },
    { maxEntries: 5 },
  ),

  logCheck('retry: the first answer is given also when the log has ended', async ({ log }) => {
    const first = await log.append(ONE, { idempotencyKey: 'k' })
    await log.end()
    assertEqual(await log.append(ONE, { idempotencyKey: 'k' }), first, 'What was appended before the end stays so')
  }),

  logCheck('retry: a key is any text', async ({ log }) => {
    const { head } = await log.bounds()
    const keys = ['', ' ', '0', "'; --", '__proto__', 'constructor', 'ключ 💥', '\0', 'a:b{c}', 'x'.repeat(200)]
    const first: (readonly string[])[] = []
    for (const idempotencyKey of keys) first.push(await log.append(ONE, { idempotencyKey }))
    assertEqual((await log.bounds()).head.seq - head.seq, keys.length, 'Every key is another')
    for (const [index, idempotencyKey] of keys.entries()) {
      assertEqual(await log.append(ONE, { idempotencyKey }), first[index], `The key ${idempotencyKey.slice(0, 20)}`)
    }
  }),

  logCheck('retry: what was refused has not used up its key', async ({ log }) => {
    const { maxEntryBytes } = log.capabilities
    const tooLarge = [{ channel: 'c', data: 'x'.repeat(maxEntryBytes + 1) }]
    await assertThrows(() => log.append(tooLarge, { idempotencyKey: 'k' }), ['RangeError'], 'Too large')
    const { head } = await log.bounds()
    await log.append(ONE, { idempotencyKey: 'k' })
    assertEqual(dataOf(await readPage(log, head.position)), ['one'], 'Appended with the key of the refused one')
  }),
]
