import { assertEqual } from './assert.ts'
import { dataOf, fill, Follower, logCheck, numbers, readPage } from './log-scene.ts'
import type { LogSubject } from './log-subject.ts'
import type { Check } from './suite.ts'

/** What two handles of one log promise, as two nodes have them. */
export const logSharedChecks: readonly Check<LogSubject>[] = [
  logCheck('handles: two see one log', async ({ log, subject }) => {
    await using other = await subject.beside(log)
    await fill(log, 3)
    await fill(other, 3, 4)
    assertEqual(await other.bounds(), await log.bounds(), 'The same marks')
    const { floor } = await log.bounds()
    assertEqual(dataOf(await readPage(log, floor.position)), numbers(1, 6), 'One')
    assertEqual(await readPage(other, floor.position), await readPage(log, floor.position), 'The other')
  }),

  logCheck('handles: two writers at once are dense, and nobody has the place of another', async ({ log, subject }) => {
    await using other = await subject.beside(log)
    const { head } = await log.bounds()
    const answers = await Promise.all(
      numbers(1, 60).map((data, index) => (index % 2 === 0 ? log : other).append([{ channel: 'c', data }])),
    )
    const { entries } = await readPage(log, head.position)
    assertEqual(
      entries.map(({ seq }) => seq - head.seq),
      numbers(1, 60).map(Number),
      'Dense',
    )
    const places = new Map(entries.map(({ data, position }) => [data, position]))
    assertEqual(
      answers.map(([position]) => position),
      numbers(1, 60).map((data) => places.get(data)),
      'Each append resolves with the position of its own entry',
    )
  }),

  logCheck('handles: an append through one wakes who sleeps at the other', async ({ log, subject }) => {
    await using other = await subject.beside(log)
    for (const [reader, writer] of [
      [log, other],
      [other, log],
    ] as const) {
      const follower = await Follower.of(reader, { at: 'head' })
      const next = follower.next()
      await fill(writer, 1)
      assertEqual([await next, follower.seen], [true, ['1']], 'Woken')
      await follower.return()
    }
  }),

  logCheck('handles: one idempotencyKey appends once, whichever is asked', async ({ log, subject }) => {
    await using other = await subject.beside(log)
    const { head } = await log.bounds()
    const once = [{ channel: 'c', data: 'once' }]
    const answers = await Promise.all(
      [log, other, log, other].map((each) => each.append(once, { idempotencyKey: 'k' })),
    )
    assertEqual(dataOf(await readPage(other, head.position)), ['once'], 'Appended once')
    const [first] = answers
    assertEqual(answers, [first, first, first, first], 'One answer')
    await fill(other, 1)
    assertEqual(await other.append(once, { idempotencyKey: 'k' }), first, 'And later')
  }),

  logCheck('handles: end() through one ends the items of the other', async ({ log, subject }) => {
    await using other = await subject.beside(log)
    await fill(log, 2)
    const sleeping = await Follower.of(other, { at: 'head' })
    const lagging = await Follower.of(other, { at: 'floor' })
    const slept = sleeping.next()
    await log.end()
    assertEqual(await slept, false, 'Who sleeps')
    await lagging.toEnd()
    assertEqual(lagging.seen, numbers(1, 2), 'Who lags')
    const { position } = (await other.bounds()).head
    assertEqual((await readPage(other, position)).ended, true, 'read says so')
    const refused = await other.append([{ channel: 'c', data: '3' }]).then(
      () => false,
      () => true,
    )
    assertEqual(refused, true, 'append through the other rejects')
  }),

  logCheck('handles: who closes one leaves the other as it is', async ({ log, subject }) => {
    const follower = await Follower.of(log, { at: 'head' })
    {
      await using other = await subject.beside(log)
      await fill(other, 1)
    }
    await follower.until(1)
    await fill(log, 1, 2)
    await follower.until(2)
    assertEqual(follower.seen, numbers(1, 2), 'The follower of the one that stays')
    await using again = await subject.beside(log)
    const { floor } = await again.bounds()
    const page = await readPage(again, floor.position)
    assertEqual([dataOf(page), page.ended], [numbers(1, 2), false], 'A handle that is made afterwards')
  }),
]
