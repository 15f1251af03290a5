import type { Mark, Position } from '@eventwire/server'
import { expect, it } from 'vitest'
import { Feed } from '../src/feed.ts'
import type { Reading } from '../src/reading.ts'

const START: Mark = { seq: 0, position: 'e-0-0' as Position }

/** A feed whose reads are answered when the test says so. */
function feedWithReads(): { readonly feed: Feed; readonly answers: ((reading: Reading) => void)[] } {
  const answers: ((reading: Reading) => void)[] = []
  return { feed: new Feed(() => new Promise((resolve) => answers.push(resolve))), answers }
}

function empty(head: Mark): Reading {
  return { verdict: { kind: 'entries', entries: [], from: head, head, ended: false }, floor: head, head, ended: false }
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
