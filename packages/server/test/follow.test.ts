import { describe, expect, it } from 'vitest'
import { followLog, Sleepers, type Entry, type FollowedLog, type Mark, type Page, type Position } from '../src/index.ts'

const MARK = markAt(0)
const EMPTY: Page = { kind: 'entries', entries: [], from: MARK, head: MARK, ended: false }

function markAt(seq: number): Mark {
  return { position: `e-${seq}` as Position, seq }
}

function pageAfter({ seq }: Mark): Page {
  const entry: Entry = { ...markAt(seq + 1), channel: 'c', data: String(seq + 1), time: 0 }
  return { kind: 'entries', entries: [entry], from: markAt(seq), head: markAt(9), ended: false }
}

/** A log whose answers come when the test says so. */
class Remote implements FollowedLog {
  readonly sleepers = new Sleepers()
  readonly abort = new AbortController()
  readonly signal = this.abort.signal
  readonly asked: { readonly after: Mark; readonly signal: AbortSignal; answer(page: Page): void }[] = []
  readonly failures: ((error: unknown) => void)[] = []
  readonly sleep = (wake: () => void): (() => void) => this.sleepers.add(wake)

  page(after: Mark, signal: AbortSignal): Promise<Page> {
    return new Promise((answer, fail) => {
      this.asked.push({ after, signal, answer })
      this.failures.push(fail)
    })
  }
}

const OVER = { done: true, value: undefined }

describe('a log that answers at once', () => {
  it.each(['abort', 'return'] as const)('whoever sleeps leaves nothing behind after %s', async (end) => {
    const sleepers = new Sleepers()
    const abort = new AbortController()
    const items = followLog(MARK, { page: () => EMPTY, sleep: (wake) => sleepers.add(wake), signal: abort.signal })
    const next = items.next()
    expect(sleepers.size).toBe(1)
    if (end === 'abort') abort.abort()
    else await items.return?.()
    expect(await next).toEqual(OVER)
    expect(sleepers.size).toBe(0)
  })
})

describe('a log that answers later', () => {
  it('reads when it is asked, and nothing ahead', async () => {
    const log = new Remote()
    const items = followLog(MARK, log)
    expect(log.asked).toHaveLength(0)
    const next = items.next()
    log.asked[0]?.answer(pageAfter(MARK))
    expect(await next).toMatchObject({ value: { entries: [{ data: '1' }] } })
    expect(log.asked).toHaveLength(1)
    expect(log.sleepers.size).toBe(0)
  })

  it('a change while it reads is not slept through', async () => {
    const log = new Remote()
    const next = followLog(MARK, log).next()
    log.sleepers.wake()
    log.asked[0]?.answer(EMPTY)
    await expect.poll(() => log.asked.length).toBe(2)
    log.asked[1]?.answer(pageAfter(MARK))
    expect(await next).toMatchObject({ done: false })
  })

  it('answers calls in their order, and reads each page once', async () => {
    const log = new Remote()
    const items = followLog(MARK, log)
    const both = Promise.all([items.next(), items.next()])
    expect(log.asked).toHaveLength(1)
    log.asked[0]?.answer(pageAfter(MARK))
    await expect.poll(() => log.asked.length).toBe(2)
    expect(log.asked[1]?.after).toEqual(markAt(1))
    log.asked[1]?.answer(pageAfter(markAt(1)))
    const [one, two] = await both
    expect([one, two]).toMatchObject([{ value: { entries: [{ seq: 1 }] } }, { value: { entries: [{ seq: 2 }] } }])
  })

  it.each(['abort', 'return'] as const)('%s cancels a read and frees all who wait, at once', async (end) => {
    const log = new Remote()
    const items = followLog(MARK, log)
    const waiting = [items.next(), items.next()]
    const [read] = log.asked
    if (end === 'abort') log.abort.abort()
    else expect(await items.return?.()).toEqual(OVER)
    expect(await Promise.all(waiting)).toEqual([OVER, OVER])
    expect(read?.signal.aborted).toBe(true)
    expect([log.asked.length, log.sleepers.size]).toEqual([1, 0])
    // A late failure is nobody's any more.
    log.failures[0]?.(new Error('late'))
    expect(await items.next()).toEqual(OVER)
  })

  it('a read that fails rejects once, and the items are over', async () => {
    const log = new Remote()
    const items = followLog(MARK, log)
    const next = items.next()
    log.failures[0]?.(new Error('gone'))
    await expect(next).rejects.toThrow('gone')
    expect(await items.next()).toEqual(OVER)
    expect(log.sleepers.size).toBe(0)
  })
})
