import { expect, it } from 'vitest'
import { Deadlines } from '../src/deadlines.ts'
import { Waiting } from '../src/waiting.ts'

it('nobody waits for a group once nobody waits for any of it', () => {
  const each = [new Waiting(), new Waiting()] as const
  const all = Waiting.all(each)
  const { signal } = all
  each[0].end()
  expect([all.isOver, signal.aborted]).toEqual([false, false])
  each[1].end()
  expect([all.isOver, signal.aborted]).toEqual([true, true])
})

it('a group of one is that one, and a signal that is asked for late is aborted already', () => {
  const only = new Waiting()
  expect(Waiting.all([only])).toBe(only)
  only.end()
  expect(only.signal.aborted).toBe(true)
})

it('deadlines of a turn share a timer, which goes with the last of them', async () => {
  const timers = new Map<object, () => void>()
  const clock = {
    setTimeout(callback: () => void) {
      const timer = {}
      timers.set(timer, callback)
      return timer
    },
    clearTimeout: (timer: unknown) => void timers.delete(timer as object),
  }
  const deadlines = new Deadlines(1_000, clock)
  const late: string[] = []
  const met = ['a', 'b', 'c'].map((name) => deadlines.add(() => late.push(name)))
  await Promise.resolve()
  expect(timers.size).toBe(1)
  met[0]?.()
  met[1]?.()
  const [ring] = timers.values()
  ring?.()
  expect(late).toEqual(['c'])
  met[2]?.()
  expect(timers.size).toBe(0)
})

it('what is met in the turn in which it was set needs no timer', async () => {
  let timers = 0
  const deadlines = new Deadlines(1_000, { setTimeout: () => (timers += 1), clearTimeout: () => undefined })
  const met = deadlines.add(() => undefined)
  met()
  await Promise.resolve()
  expect(timers).toBe(0)
})
