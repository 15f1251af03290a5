import type { Entries, EventLog, GapVerdict, Start } from '@eventwire/server'

/** Follows a log and remembers what came: entries by their data, gaps as `gap: reason`. */
export class Follower {
  readonly seen: string[] = []
  readonly #items: AsyncIterator<Entries | GapVerdict>
  readonly #abort: AbortController

  private constructor(items: AsyncIterable<Entries | GapVerdict>, abort: AbortController) {
    this.#items = items[Symbol.asyncIterator]()
    this.#abort = abort
  }

  static async of(log: EventLog, start: Start): Promise<Follower> {
    const abort = new AbortController()
    const { items } = await log.open(start, { signal: abort.signal })
    return new Follower(items, abort)
  }

  /** Asks until so much came in all, or it ends. */
  async until(count: number): Promise<readonly string[]> {
    while (this.seen.length < count) {
      const { done, value } = await this.#items.next()
      if (done) break
      if (value.kind === 'gap') this.seen.push(`gap: ${value.gap.reason}`)
      else this.seen.push(...value.entries.map(({ data }) => data))
    }
    return this.seen
  }

  leave(): void {
    this.#abort.abort()
  }
}

/** What `read` says: the data, or `gap: reason`. */
export async function verdictOf(log: EventLog, after: string): Promise<readonly string[]> {
  const verdict = await log.read(after, { limit: 1_000, maxBytes: 1_000_000, signal: new AbortController().signal })
  if (verdict.kind === 'entries') return verdict.entries.map(({ data }) => data)
  const { reason, missed } = verdict.gap
  return [`gap: ${reason}${missed === undefined ? '' : ` ${missed}`}`]
}

/** What is in the log, by data. */
export async function all(log: EventLog): Promise<readonly string[]> {
  return verdictOf(log, (await log.bounds()).floor.position)
}

/** Appends texts one by one, and gives their positions. */
export async function say(log: EventLog, ...texts: readonly string[]): Promise<readonly string[]> {
  const positions: string[] = []
  for (const data of texts) positions.push(...(await log.append([{ channel: 'c', data }])))
  return positions
}
