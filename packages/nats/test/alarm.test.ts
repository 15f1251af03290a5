import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Alarm } from '../src/alarm.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

function alarmOf(rung: number[]): Alarm {
  const start = performance.now()
  return new Alarm(() => rung.push(performance.now() - start))
}

it('rings once, at the earliest', () => {
  const rung: number[] = []
  const alarm = alarmOf(rung)
  const now = performance.now()
  for (const delay of [300, 100, 200]) alarm.set(now + delay)
  vi.advanceTimersByTime(1_000)
  expect(rung).toEqual([100])
})

it('rings again if it is set again, and for what is late already', () => {
  const rung: number[] = []
  const alarm = alarmOf(rung)
  alarm.set(performance.now() + 100)
  vi.advanceTimersByTime(500)
  alarm.set(performance.now() - 50)
  vi.advanceTimersByTime(500)
  expect(rung.map(Math.floor)).toEqual([100, 500])
})

it('leaves no timer when it is cleared', () => {
  const rung: number[] = []
  const alarm = alarmOf(rung)
  alarm.set(performance.now() + 100)
  alarm.clear()
  expect(vi.getTimerCount()).toBe(0)
  alarm.set(performance.now() + 200)
  vi.advanceTimersByTime(500)
  expect(rung).toEqual([200])
})
