import { logSuite, unsupportedReason, type LogSubject } from '@eventwire/conformance'
import { describe, expect, it } from 'vitest'
import { MemoryLog, MemoryLogs, type EntryInit, type EventLog, type Mark, type ReadOptions } from '../src/index.ts'

/** A log with one flaw. */
type Flaw = (log: MemoryLog) => Partial<EventLog>

function subjectWith(flaw: Flaw): LogSubject {
  return {
    async open(limits) {
      const log = new MemoryLog(limits)
      const flawed: EventLog = {
        append: (entries, options) => log.append(entries, options),
        bounds: () => log.bounds(),
        read: (after, options) => log.read(after, options),
        open: (start, options) => log.open(start, options),
        end: () => log.end(),
        capabilities: log.capabilities,
        [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
        ...flaw(log),
      }
      return flawed
    },
    later: (position) => position.replace(/\d+$/, (seq) => String(Number(seq) + 1)),
    beside: async (log) => log,
    openStore: async () => Object.assign(new MemoryLogs(), { [Symbol.asyncDispose]: async () => undefined }),
    unsupported: { 'handles: who closes one leaves the other as it is': 'one handle' },
  }
}

async function failures(flaw: Flaw): Promise<readonly string[]> {
  const subject = subjectWith(flaw)
  const failed: string[] = []
  for (const check of logSuite) {
    // Stores are not flawed, and take the longest.
    if (check.name.startsWith('store:') || unsupportedReason(subject, check) !== undefined) continue
    await inTime(check.run(subject)).catch(() => failed.push(check.name))
  }
  return failed
}

/** A flaw may leave a check waiting for ever. */
async function inTime(run: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Not done after 2 s')), 2_000)
  })
  await Promise.race([run, late]).finally(() => clearTimeout(timer))
}

const flaws: readonly (readonly [name: string, found: RegExp, flaw: Flaw])[] = [
  ['none', /^$/, () => ({})],
  ['it forgets keys', /^retry: /, (log) => ({ append: (entries: readonly EntryInit[]) => log.append(entries) })],
  [
    'it drops meta',
    /^model: /,
    (log) => ({
      append: (entries, options) =>
        log.append(
          entries.map(({ meta: _meta, ...entry }) => entry),
          options,
        ),
    }),
  ],
  [
    'it gives one entry more than limit',
    /^page: limit/,
    (log) => ({
      read: (after: string, options: ReadOptions) => log.read(after, { ...options, limit: options.limit + 1 }),
    }),
  ],
  [
    'it takes the head for the floor',
    /^bounds: /,
    (log) => ({
      async bounds() {
        const { head } = await log.bounds()
        return { floor: head, head }
      },
    }),
  ],
  [
    'it reads one item ahead of the consumer',
    /^items: nothing is read ahead/,
    (log) => ({
      async open(start, options) {
        const { resume, items } = await log.open(start, options)
        const source = items[Symbol.asyncIterator]()
        let ahead = source.next()
        const reader: typeof items = {
          [Symbol.asyncIterator]: () => ({
            next() {
              const item = ahead
              ahead = item.then(() => source.next())
              return item
            },
            return: async () => (await source.return?.()) ?? { done: true, value: undefined },
          }),
        }
        return { resume, items: reader }
      },
    }),
  ],
  [
    'it loses the entry that comes while it opens',
    /^(items|seam|model): /,
    (log) => ({
      async open(start, options) {
        const { resume } = await log.open(start, options)
        await new Promise((resolve) => setImmediate(resolve))
        const { head } = await log.bounds()
        const from: Mark = 'at' in start && start.at === 'head' ? head : resume.from
        return { resume, items: (await log.open({ after: from.position }, options)).items }
      },
    }),
  ],
]

describe('logSuite finds a log', () => {
  it.each(flaws)('that has this flaw: %s', { timeout: 60_000 }, async (_name, found, flaw) => {
    const failed = await failures(flaw)
    if (found.test('')) expect(failed).toEqual([])
    else
      expect(
        failed.some((name) => found.test(name)),
        failed.join('\n'),
      ).toBe(true)
  })
})
