import { assertEqual, assertThrows, show } from './assert.ts'
import { dataOf, fill, Follower, logCheck, markOf, numbers, readAny, readGap, readPage } from './log-scene.ts'
import type { EventLogLike, LogGapVerdict, LogSubject } from './log-subject.ts'
import type { Check } from './suite.ts'

/** What a client may send that can be no position: longer than one, or of other characters. */
const UNREADABLE: readonly string[] = [
  '',
  ' ',
  '\0',
  '\n',
  'a b',
  'é',
  '💥',
  '\uD800',
  '\uFEFF',
  '日本語'.repeat(400),
  'x'.repeat(65),
  '9'.repeat(400),
  'x'.repeat(4_096),
  `${'9'.repeat(100_000)}-1`,
]

/** What may be a position of some log, but not of this one. */
const FOREIGN: readonly string[] = [
  '0',
  '1',
  '-1',
  '0-0',
  '1-1',
  '1e3',
  'NaN',
  'Infinity',
  '-',
  '$',
  '+',
  '*',
  '>',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString-1',
  `'--`,
  '%00',
  '../../x',
  '{}',
  '00000000-0000-0000-0000-000000000000',
  `zzzzzzzzzzzz-${Number.MAX_SAFE_INTEGER}`,
]

/** How a log judges positions. */
export const logVerdictChecks: readonly Check<LogSubject>[] = [
  logCheck('verdict: what follows a kept position is given, whole', async ({ log }) => {
    const { floor } = await log.bounds()
    const positions = await fill(log, 6)
    for (const [index, position] of [floor.position, ...positions].entries()) {
      const page = await readPage(log, position)
      assertEqual(dataOf(page), numbers(index + 1, 6), `After entry ${index}`)
      assertEqual(markOf(page.from), { position, seq: floor.seq + index }, 'from is the mark of the position asked for')
      assertEqual(markOf(page.head), { position: positions[5], seq: floor.seq + 6 }, 'head is the newest mark')
    }
  }),

  logCheck(
    'verdict: trimmed, with the exact number of entries missed',
    async ({ log }) => {
      const { head: start } = await log.bounds()
      const positions = [start.position, ...(await fill(log, 20))]
      const { floor } = await log.bounds()
      for (const [index, position] of positions.entries()) {
        if (index >= 15) {
          assertEqual(dataOf(await readPage(log, position)), numbers(index + 1, 20), `After entry ${index}, kept`)
          continue
        }
        const verdict = await readGap(log, position)
        const gap = { kind: 'gap', reason: 'trimmed', requested: position, resumedAfter: floor.position }
        assertEqual(verdict.gap, { ...gap, missed: 15 - index }, `After entry ${index}, trimmed`)
        assertEqual(markOf(verdict.from), floor, 'It goes on from the floor')
      }
    },
    { maxEntries: 5 },
  ),

  logCheck('verdict: a position after the head is ahead-of-head', async ({ log, subject }) => {
    const { head: start } = await log.bounds()
    await expectAhead(log, subject.later(start.position))
    const [position = ''] = await fill(log, 1)
    const ahead = subject.later(position)
    await expectAhead(log, ahead)
    await expectAhead(log, subject.later(ahead))
  }),

  logCheck('verdict: a position of another log is epoch-changed or unreadable', async ({ log, subject }) => {
    await fill(log, 3)
    await using other = await subject.open({ maxEntries: 1_000 })
    const { head } = await other.bounds()
    for (const position of [head.position, ...(await fill(other, 5))]) {
      const verdict = await readGap(log, position)
      expectReason(verdict, position, ['epoch-changed', 'unreadable'])
      await expectGoesOn(log, verdict)
    }
  }),

  logCheck('verdict: text that can be no position is unreadable', async ({ log }) => {
    const positions = await fill(log, 3)
    const spoilt = positions.flatMap((position) => [` ${position}`, `${position} `, `${position}\n`, `${position}\0`])
    for (const text of [...UNREADABLE, ...spoilt]) {
      const verdict = await readGap(log, text)
      expectReason(verdict, text, ['unreadable'])
      await expectGoesOn(log, verdict)
    }
  }),

  logCheck('verdict: text that is no position of this log is a gap', async ({ log }) => {
    await fill(log, 3)
    for (const text of FOREIGN) {
      const verdict = await readGap(log, text)
      expectReason(verdict, text, ['unreadable', 'epoch-changed'])
      await expectGoesOn(log, verdict)
    }
  }),

  logCheck('verdict: a position that was changed in one character is another one or none', async ({ log }) => {
    const positions = await fill(log, 12)
    for (const [index, position] of positions.entries()) {
      for (const [at, character] of [...position].entries()) {
        const changed = position.slice(0, at) + (character === '1' ? '2' : '1') + position.slice(at + 1)
        const verdict = await readAny(log, changed)
        if (verdict.kind === 'gap') continue
        const meant = positions.indexOf(changed)
        if (meant < 0) throw new Error(`read(${show(changed)}) must be a gap: no entry has that position`)
        assertEqual(
          dataOf(verdict),
          numbers(meant + 2, 12),
          `${show(position)} (entry ${index + 1}) as ${show(changed)}`,
        )
      }
    }
  }),

  logCheck(
    'verdict: open judges as read does, and goes on from there',
    async ({ log, subject }) => {
      const { head: start } = await log.bounds()
      const positions = [start.position, ...(await fill(log, 9))]
      const last = positions.at(-1) ?? ''
      for (const after of [...positions, subject.later(last), 'garbage', '']) {
        const verdict = await readAny(log, after)
        const { resume } = await log.open({ after }, { signal: new AbortController().signal })
        if (verdict.kind === 'gap') assertEqual(resume, verdict, `open and read on ${show(after)}`)
        else assertEqual(resume, { kind: 'complete', from: verdict.from }, `open on ${show(after)}`)
        const expected = dataOf(await readPage(log, verdict.from.position))
        const follower = await Follower.of(log, { after })
        await follower.until(expected.length)
        await follower.return()
        assertEqual(follower.seen, expected, `items after ${show(after)}`)
      }
    },
    { maxEntries: 4 },
  ),

  logCheck('page: limit and maxBytes are kept, and paging meets every entry once', async ({ log }) => {
    const { floor } = await log.bounds()
    // 10 bytes each, in 6 UTF-16 units.
    await log.append(numbers(10, 29).map((data) => ({ channel: 'c', data: `${data}éé🙂` })))
    assertEqual((await readPage(log, floor.position, { limit: 3 })).entries.length, 3, 'limit')
    assertEqual((await readPage(log, floor.position, { maxBytes: 29 })).entries.length, 2, 'maxBytes 29, 10 bytes each')
    assertEqual((await readPage(log, floor.position, { maxBytes: 30 })).entries.length, 3, 'maxBytes 30, 10 bytes each')
    const seen: string[] = []
    for (let after = floor.position; ;) {
      const page = await readPage(log, after, { limit: 4, maxBytes: 35 })
      if (page.entries.length === 0) break
      seen.push(...dataOf(page).map((data) => data.slice(0, 2)))
      after = page.entries.at(-1)?.position ?? ''
    }
    assertEqual(seen, numbers(10, 29), 'All pages')
  }),

  logCheck('page: one entry is given even if it is larger than maxBytes', async ({ log }) => {
    const { floor } = await log.bounds()
    const [position = ''] = await log.append([{ channel: 'c', data: 'x'.repeat(100) }])
    await log.append([{ channel: 'c', data: 'y' }])
    assertEqual(dataOf(await readPage(log, floor.position, { maxBytes: 1 })), ['x'.repeat(100)], 'The large one, alone')
    assertEqual(dataOf(await readPage(log, position, { maxBytes: 1 })), ['y'], 'Then the next')
  }),

  logCheck('read and open reject once their signal is aborted', async ({ log }) => {
    const { head } = await log.bounds()
    const reason = new Error('enough')
    reason.name = 'Enough'
    const signal = AbortSignal.abort(reason)
    await assertThrows(() => log.read(head.position, { limit: 1, maxBytes: 1, signal }), ['Enough'], 'read')
    await assertThrows(() => log.open({ at: 'head' }, { signal }), ['Enough'], 'open')
  }),
]

async function expectAhead(log: EventLogLike, position: string): Promise<void> {
  const verdict = await readGap(log, position)
  expectReason(verdict, position, ['ahead-of-head'])
  const { head } = await log.bounds()
  assertEqual(markOf(verdict.from), head, 'What is lost is lost: it goes on from the head')
}

function expectReason({ gap, from }: LogGapVerdict, requested: string, reasons: readonly string[]): void {
  if (!reasons.includes(gap.reason)) {
    throw new Error(`read(${show(requested.slice(0, 80))}): expected ${reasons.join(' or ')}, got ${gap.reason}`)
  }
  const { reason } = gap
  const expected = { kind: 'gap', reason, requested, resumedAfter: from.position }
  assertEqual(gap, expected, 'A gap names what was asked for and where it goes on; `missed` only where it is known')
}

async function expectGoesOn(log: EventLogLike, { from }: LogGapVerdict): Promise<void> {
  const { floor, head } = await log.bounds()
  const inside = from.seq >= floor.seq && from.seq <= head.seq
  if (!inside) throw new Error(`A gap goes on from within the log, ${floor.seq} to ${head.seq}, got ${from.seq}`)
  const page = await readPage(log, from.position)
  assertEqual(page.entries.length, head.seq - from.seq, 'Where a gap goes on, everything follows')
}
