import { assertEqual, assertThrows } from './assert.ts'
import { dataOf, fill, Follower, logCheck, markOf, numbers, readPage } from './log-scene.ts'
import type { LogSubject } from './log-subject.ts'
import type { Check } from './suite.ts'

/** What following a log promises. */
export const logFollowChecks: readonly Check<LogSubject>[] = [
  logCheck('open: at the floor, at the head, after a position', async ({ log }) => {
    const { floor } = await log.bounds()
    const positions = await fill(log, 5)
    const { head } = await log.bounds()
    const { signal } = new AbortController()
    const atFloor = await log.open({ at: 'floor' }, { signal })
    assertEqual(atFloor.resume, { kind: 'fresh', from: floor }, 'At the floor')
    const atHead = await log.open({ at: 'head' }, { signal })
    assertEqual(atHead.resume, { kind: 'fresh', from: head }, 'At the head')
    const after = await log.open({ after: positions[2] ?? '' }, { signal })
    assertEqual(after.resume, { kind: 'complete', from: { position: positions[2], seq: floor.seq + 3 } }, 'After')
    const followers = [
      await Follower.of(log, { at: 'floor' }),
      await Follower.of(log, { at: 'head' }),
      await Follower.of(log, { after: positions[2] ?? '' }),
    ]
    await fill(log, 1, 6)
    for (const [index, first] of [1, 6, 4].entries()) {
      const follower = followers[index]
      await follower?.until(7 - first)
      assertEqual(follower?.seen, numbers(first, 6), 'History, then what is new')
    }
  }),

  logCheck('items: history goes on into what is appended meanwhile, without a hole or a repeat', async ({ log }) => {
    await fill(log, 50)
    const follower = await Follower.of(log, { at: 'floor' })
    const appending = (async () => {
      for (let from = 51; from <= 250; from += 5) await fill(log, 5, from)
    })()
    await follower.until(250)
    await appending
    await fill(log, 1, 251)
    await follower.until(251)
    assertEqual(follower.seen, numbers(1, 251), 'Everything once and in order')
    const first = follower.entries[0]?.seq ?? 0
    assertEqual(
      follower.entries.map(({ seq }) => seq - first + 1),
      numbers(1, 251).map(Number),
      'seq is dense',
    )
  }),

  logCheck('items: whoever sleeps is woken by the next entry', async ({ log }) => {
    const follower = await Follower.of(log, { at: 'head' })
    for (const number of [1, 2, 3]) {
      const next = follower.next()
      await fill(log, 1, number)
      await next
      assertEqual(follower.seen, numbers(1, number), 'Woken')
    }
  }),

  logCheck('items: a follower that opened while others append misses nothing', async ({ log }) => {
    const followers: Promise<{ readonly follower: Follower; readonly next: number }>[] = []
    let begun = 0
    const open = async () => {
      const follower = await Follower.of(log, { at: 'head' })
      // What is appended while it opens may be before its head.
      return { follower, next: begun + 1 }
    }
    for (let number = 1; number <= 30; number += 1) {
      begun = number
      const appended = fill(log, 1, number)
      followers.push(open())
      await appended
    }
    await fill(log, 1, 31)
    for (const [index, opening] of followers.entries()) {
      const { follower, next } = await opening
      while (follower.seen.at(-1) !== '31') await follower.next()
      const first = Number(follower.seen[0])
      assertEqual(follower.seen, numbers(first, 31), `The follower opened beside append ${index + 1}`)
      if (first > Math.min(next, 31))
        throw new Error(`Open before append ${next}, it must get that, got from ${first} on`)
    }
  }),

  logCheck('items: two followers do not disturb each other', async ({ log }) => {
    const one = await Follower.of(log, { at: 'head' })
    const two = await Follower.of(log, { at: 'head' })
    await fill(log, 3)
    await one.until(3)
    const oneWaits = one.next()
    await two.until(2)
    await two.return()
    await fill(log, 2, 4)
    await oneWaits
    await one.until(5)
    assertEqual(one.seen, numbers(1, 5), 'The one that stays')
    assertEqual(await two.next(), false, 'The one that left')
  }),

  logCheck(
    'items: what is trimmed before it was asked for is announced as a gap',
    async ({ log }) => {
      const follower = await Follower.of(log, { at: 'head' })
      const positions = await fill(log, 3)
      await follower.until(3)
      positions.push(...(await fill(log, 20, 4)))
      const { floor } = await log.bounds()
      await follower.until(8)
      assertEqual(follower.seen, [...numbers(1, 3), 'gap: trimmed 15', ...numbers(19, 23)], 'A slow follower')
      const [gap] = follower.gaps
      const expected = { reason: 'trimmed', requested: positions[2], resumedAfter: floor.position, missed: 15 }
      assertEqual(gap?.gap, { kind: 'gap', ...expected }, 'The gap')
      assertEqual(gap && markOf(gap.from), floor, 'It goes on from the floor')
    },
    { maxEntries: 5 },
  ),

  logCheck(
    'items: nothing is read ahead of the consumer',
    async ({ log }) => {
      const { head } = await log.bounds()
      const follower = await Follower.of(log, { at: 'head' })
      await fill(log, 12)
      await follower.until(5)
      assertEqual(follower.seen, ['gap: trimmed 7', ...numbers(8, 12)], 'Before the first item was asked for')
      assertEqual(follower.gaps[0]?.gap.requested, head.position, 'The gap names where it was')
      await fill(log, 12, 13)
      await follower.until(10)
      assertEqual(follower.seen.slice(6), ['gap: trimmed 7', ...numbers(20, 24)], 'Between two items')
    },
    { maxEntries: 5 },
  ),

  logCheck('items: an abort frees whoever sleeps, and ends the items', async ({ log }) => {
    await fill(log, 1)
    const follower = await Follower.of(log, { at: 'floor' })
    await follower.until(1)
    const next = follower.next()
    follower.abort.abort()
    assertEqual(await next, false, 'The sleeper')
    await fill(log, 1, 2)
    assertEqual(await follower.next(), false, 'After the abort')
    const late = await Follower.of(log, { at: 'floor' })
    late.abort.abort()
    assertEqual([await late.next(), late.seen], [false, []], 'Aborted before anything was asked for')
  }),

  logCheck('items: return() frees whoever sleeps, and ends the items', async ({ log }) => {
    const follower = await Follower.of(log, { at: 'head' })
    const next = follower.next()
    await follower.return()
    assertEqual(await next, false, 'The sleeper')
    await fill(log, 1)
    assertEqual(await follower.next(), false, 'After return()')
    await follower.return()
  }),

  logCheck('items: leaving a loop lets go', async ({ log }) => {
    await fill(log, 3)
    const { items } = await log.open({ at: 'floor' }, { signal: new AbortController().signal })
    for await (const item of items) {
      assertEqual(item.kind, 'entries', 'The first item')
      break
    }
  }),

  logCheck('end: later appends reject, and a second end() changes nothing', async ({ log }) => {
    await fill(log, 1)
    await log.end()
    await log.end()
    await assertRejects(() => log.append([{ channel: 'c', data: '2' }]), 'append after end()')
    assertEqual(dataOf(await readPage(log, (await log.bounds()).floor.position)), ['1'], 'The log as it was')
  }),

  logCheck('end: read says that nothing will follow', async ({ log }) => {
    const { floor } = await log.bounds()
    const [position = ''] = await fill(log, 1)
    assertEqual((await readPage(log, position)).ended, false, 'Before')
    await log.end()
    const page = await readPage(log, floor.position)
    assertEqual([dataOf(page), page.ended], [['1'], true], 'After, with entries')
    assertEqual((await readPage(log, position)).ended, true, 'After, at the head')
  }),

  logCheck('end: items end after the last entry, for those who sleep, who lag and who come later', async ({ log }) => {
    const lagging = await Follower.of(log, { at: 'floor' })
    const sleeping = await Follower.of(log, { at: 'head' })
    await fill(log, 4)
    await sleeping.until(4)
    const slept = sleeping.next()
    await log.end()
    assertEqual(await slept, false, 'The sleeper')
    await lagging.toEnd()
    assertEqual(lagging.seen, numbers(1, 4), 'Who lags gets the rest first')
    const late = await Follower.of(log, { at: 'floor' })
    await late.toEnd()
    assertEqual(late.seen, numbers(1, 4), 'Who comes later too')
    const atHead = await Follower.of(log, { at: 'head' })
    assertEqual([await atHead.next(), atHead.seen], [false, []], 'At the head there is nothing to wait for')
  }),
]

async function assertRejects(act: () => Promise<unknown>, about: string): Promise<void> {
  await assertThrows(() => act().catch((error: unknown) => Promise.reject(asError(error))), ['Rejected'], about)
}

/** Any error will do: logs have errors of their own. */
function asError(cause: unknown): Error {
  return Object.assign(new Error('rejected', { cause }), { name: 'Rejected' })
}
