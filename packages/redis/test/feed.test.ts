import type { Mark, Position } from '@eventwire/server'
import { expect, it } from 'vitest'
import { Feed } from '../src/feed.ts'
import type { Reading } from '../src/reading.ts'

const START: Mark = { seq: 0, position: 'e-0-0' as Position }

/** A feed whose reads are answered when the test says so. */
function feedWithReads(): { readonly feed: Feed; readonly answers: ((reading: Reading) => void)[] } {
  const answers: ((reading: Reading) => void)[] = []
  return { feed: new Feed(() => new Promise((resolve) => answers.push(resolve)), setImmediate), answers }
}

function empty(head: Mark): Reading {
  const verdict = { kind: 'entries', entries: [], from: head, head, ended: false } as const
  return { verdict, floor: head, head, ended: false, largest: 0 }
}

it('those who ask the same at the same time share a read, but none that began before a change', async () => {
  const { feed, answers } = feedWithReads()
  const [one, two] = [feed.page(START), feed.page(START)]
  expect(answers).toHaveLength(1)
  feed.wake()
  const three = feed.page(START)
  expect(answers).toHaveLength(2)
  for (const answer of answers) answer(empty(START))
  expect(await one).toBe(await two)
  expect(await three).not.toBe(await one)
  void feed.page(START)
  expect(answers).toHaveLength(3)
})

it('a read that shows another head wakes those who sleep', async () => {
  const { feed, answers } = feedWithReads()
  let woken = 0
  feed.sleep(() => (woken += 1))
  const first = feed.page(START)
  answers[0]?.(empty(START))
  await first
  expect(woken).toBe(0)
  void feed.page(START)
  answers[1]?.(empty({ seq: 1, position: 'e-1-a' as Position }))
  await expect.poll(() => woken).toBe(1)
})

it('what a message brings is given for a turn, with what follows it, and no longer', async () => {
  const { feed, answers } = feedWithReads()
  const head: Mark = { seq: 1, position: 'e-1-a' as Position }
  const entry = { ...head, channel: 'c', data: '1', time: 1 }
  feed.observe({ head: START, ended: false })
  feed.bring({ kind: 'entries', from: START, entries: [entry], head, ended: false })
  expect(await feed.page(START)).toMatchObject({ from: START, entries: [entry], head })
  expect(await feed.page(head)).toMatchObject({ from: head, entries: [], head })
  expect(answers).toHaveLength(0)
  void feed.page({ seq: 0, position: 'e-0-b' as Position })
  expect(answers).toHaveLength(1)
  await new Promise(setImmediate)
  void feed.page(START)
  void feed.page(head)
  expect(answers).toHaveLength(3)
})

it('what messages bring in one turn is given as one, and after a wake-up without entries it is read', async () => {
  const { feed, answers } = feedWithReads()
  const marks = [
    START,
    ...['e-1-a', 'e-2-b', 'e-3-c'].map((position, index) => ({ seq: index + 1, position })),
  ] as Mark[]
  const bring = (seq: number): void => {
    const [from, head] = [marks[seq - 1], marks[seq]]
    if (!from || !head) throw new Error(`No ${seq}`)
    const entry = { ...head, channel: 'c', data: String(seq), time: 1 }
    feed.bring({ kind: 'entries', from, entries: [entry], head, ended: false })
  }
  // Of another life of the log, for all that is known: it is read.
  bring(1)
  void feed.page(START)
  expect(answers).toHaveLength(1)
  feed.observe({ head: START, ended: false })
  bring(1)
  bring(2)
  expect(await feed.page(START)).toMatchObject({ entries: [{ data: '1' }, { data: '2' }], head: marks[2] })
  expect(await feed.page(marks[2] ?? START)).toMatchObject({ entries: [], head: marks[2] })
  // Who has taken the first before the second came.
  expect(await feed.page(marks[1] ?? START)).toMatchObject({ from: marks[1], entries: [{ data: '2' }], head: marks[2] })
  bring(3)
  expect(await feed.page(marks[2] ?? START)).toMatchObject({ entries: [{ data: '3' }], head: marks[3] })
  expect(answers).toHaveLength(1)
  feed.wake()
  void feed.page(START)
  expect(answers).toHaveLength(2)
})
