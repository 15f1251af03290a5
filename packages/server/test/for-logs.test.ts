import { describe, expect, it } from 'vitest'
import { epochMark, judgePosition, LogError, randomEpoch, Sleepers } from '../src/index.ts'

describe('Sleepers', () => {
  it('wakes each once, and none who was taken back', () => {
    const sleepers = new Sleepers()
    const woken: string[] = []
    const wake = (name: string) => () => void woken.push(name)
    sleepers.add(wake('a'))
    const forget = sleepers.add(wake('b'))
    forget()
    sleepers.wake()
    sleepers.wake()
    expect([woken, sleepers.size]).toEqual([['a'], 0])
  })

  it('who goes to sleep again while it is woken waits for the next change', () => {
    const sleepers = new Sleepers()
    let woken = 0
    const again = (): void => {
      woken += 1
      sleepers.add(again)
    }
    sleepers.add(again)
    sleepers.wake()
    expect([woken, sleepers.size]).toEqual([1, 1])
  })
})

describe('judgePosition', () => {
  const extent = { epoch: 'e', floorSeq: 5, headSeq: 9 }
  it.each<[string, object]>([
    ['e-5', { kind: 'complete', from: epochMark('e', 5) }],
    ['e-9', { kind: 'complete', from: epochMark('e', 9) }],
    ['e-4', { gap: { reason: 'trimmed', missed: 1 }, from: epochMark('e', 5) }],
    ['e-10', { gap: { reason: 'ahead-of-head' }, from: epochMark('e', 9) }],
    ['f-7', { gap: { reason: 'epoch-changed' }, from: epochMark('e', 5) }],
    ['e-07', { gap: { reason: 'unreadable' }, from: epochMark('e', 9) }],
    ['e-9999999999999999', { gap: { reason: 'unreadable' }, from: epochMark('e', 9) }],
  ])('%s', (after, verdict) => expect(judgePosition(after, extent)).toMatchObject(verdict))
})

it('randomEpoch: 12 letters and digits, others each time', () => {
  const epochs = Array.from({ length: 200 }, randomEpoch)
  expect(epochs.every((epoch) => /^[0-9a-z]{12}$/.test(epoch))).toBe(true)
  expect(new Set(epochs).size).toBe(200)
})

it('LogError has a code, a sentence and its cause', () => {
  const cause = new Error('EBUSY')
  const error = new LogError('busy', 'locked', { cause })
  expect(error).toMatchObject({ name: 'LogError', code: 'busy', message: 'locked', cause })
})
