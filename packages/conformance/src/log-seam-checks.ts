import { assertEqual } from './assert.ts'
import { dataOf, fill, Follower, logCheck, numbers, readPage } from './log-scene.ts'
import type { EventLogLike, LogSubject } from './log-subject.ts'
import type { Check } from './suite.ts'

/** Where history meets what is new, while others write and trim. */
export const logSeamChecks: readonly Check<LogSubject>[] = [
  logCheck('seam: under four writers on two handles every follower gets everything once', async ({ log, subject }) => {
    await using other = await subject.beside(log)
    const { floor } = await log.bounds()
    const writing = Promise.all([log, other, log, other].map((each, writer) => write(each, `w${writer}`, 40)))
    const followers: Follower[] = []
    for (let round = 0; round < 10; round += 1) {
      followers.push(await Follower.of(round % 2 === 0 ? log : other, { at: 'floor' }))
      await followers.at(-1)?.next()
    }
    await Promise.all(followers.map((follower) => follower.until(160)))
    await writing
    const expected = dataOf(await readPage(log, floor.position))
    assertEqual(expected.length, 160, 'Four writers wrote 40 entries each')
    for (const [index, follower] of followers.entries()) {
      assertEqual(follower.seen, expected, `Follower ${index} must see the order of the log`)
    }
    for (const writer of ['w0', 'w1', 'w2', 'w3']) {
      const own = expected.filter((data) => data.startsWith(`${writer} `))
      assertEqual(
        own,
        numbers(1, 40).map((n) => `${writer} ${n}`),
        `The order of ${writer}`,
      )
    }
  }),

  logCheck('seam: a consumer that takes its time gets everything, page by page', async ({ log }) => {
    const texts = numbers(1, 300).map((number) => `${number} ${'x'.repeat(1_000)}`)
    await log.append(texts.slice(0, 200).map((data) => ({ channel: 'c', data })))
    const follower = await Follower.of(log, { at: 'floor' })
    for (const data of texts.slice(200)) {
      if (follower.entries.length < 150) await follower.next()
      await log.append([{ channel: 'c', data }])
    }
    await follower.until(300)
    assertEqual(follower.seen, texts, 'All 300')
  }),

  logCheck(
    'seam: what is trimmed while a follower catches up is announced, exactly',
    async ({ log, subject }) => {
      await using other = await subject.beside(log)
      const follower = await Follower.of(log, { at: 'floor' })
      let number = 1
      for (const burst of [3, 20, 1, 9, 6, 30]) {
        await fill(other, burst, number)
        number += burst
        await follower.next()
        if (follower.seen.at(-1)?.startsWith('gap')) await follower.next()
      }
      while (follower.seen.at(-1) !== String(number - 1)) await follower.next()
      const missed = follower.gaps.reduce((sum, { gap }) => sum + (gap.missed ?? Number.NaN), 0)
      assertEqual(follower.entries.length + missed, number - 1, 'What came and what was announced is everything')
      const dense = follower.entries.map(({ data }) => Number(data))
      assertEqual(
        dense,
        dense.toSorted((a, b) => a - b),
        'In order',
      )
      const holes = dense.map((each, index) => each - (dense[index - 1] ?? 0) - 1).filter((hole) => hole > 0)
      assertEqual(
        holes,
        follower.gaps.map(({ gap }) => gap.missed),
        'A gap for each hole, and as large as it is',
      )
    },
    { maxEntries: 6 },
  ),

  logCheck('abort: five hundred who sleep are freed at once, and the log goes on', async ({ log }) => {
    // One each: Node 20 warns of many who listen to one signal.
    const aborts = numbers(1, 500).map(() => new AbortController())
    const waiting = await Promise.all(
      aborts.map(async ({ signal }) => {
        const { items } = await log.open({ at: 'head' }, { signal })
        return items[Symbol.asyncIterator]()
      }),
    )
    const answers = waiting.map((items) => items.next())
    for (const abort of aborts) abort.abort()
    const ends = await Promise.all(answers)
    assertEqual(ends.filter(({ done }) => done !== true).length, 0, 'All end')
    const follower = await Follower.of(log, { at: 'head' })
    await fill(log, 1)
    await follower.until(1)
    assertEqual(follower.seen, ['1'], 'Who comes after them')
  }),
]

async function write(log: EventLogLike, writer: string, count: number): Promise<void> {
  for (const number of numbers(1, count)) await log.append([{ channel: 'c', data: `${writer} ${number}` }])
}
