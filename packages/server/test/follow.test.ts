import { expect, it } from 'vitest'
import { follow } from '../src/follow.ts'
import type { Mark, Page, Position } from '../src/index.ts'

const MARK: Mark = { position: 'e-0' as Position, seq: 0 }
const EMPTY: Page = { kind: 'entries', entries: [], from: MARK, head: MARK, ended: false }

it.each(['abort', 'return'] as const)('whoever sleeps leaves nothing behind after %s', async (end) => {
  const sleepers = new Set<() => void>()
  const abort = new AbortController()
  const items = follow(MARK, {
    page: () => EMPTY,
    sleep(wake) {
      sleepers.add(wake)
      return () => sleepers.delete(wake)
    },
    signal: abort.signal,
  })
  const next = items.next()
  expect(sleepers.size).toBe(1)
  if (end === 'abort') abort.abort()
  else await items.return?.()
  expect(await next).toEqual({ done: true, value: undefined })
  expect(sleepers.size).toBe(0)
})
