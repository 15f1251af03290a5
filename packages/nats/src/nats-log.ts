import { entrySize, followLog } from '@eventwire/server'
import type { Entries, EntryInit, EventLog, GapVerdict, LogCapabilities, Mark, Page } from '@eventwire/server'
import type { Position, ReadOptions, Start } from '@eventwire/server'
import type { LogAccess } from './log-access.ts'

/**
 * One log in NATS, by `open` of {@link NatsLogs}. Any number of processes may append to it and follow it.
 *
 * Its methods reject with a `LogError` if NATS fails, within `timeout` ms. After 'timeout' and 'unreachable' it is not known
 * whether an append was done: repeat it with the same `idempotencyKey`. A batch is no unit, since NATS 2.9 has none: entries
 * of others may come between its own, and if it breaks off, a part of it is there. The error tells how many, and to repeat
 * it with its `idempotencyKey` appends the others.
 *
 * To dispose of it ends the `items` that were opened through this object; the log itself stays as it is.
 */
export class NatsLog implements EventLog {
  readonly capabilities: LogCapabilities
  readonly #access: LogAccess
  #isDisposed = false

  /** @internal */
  constructor(access: LogAccess, { durable, maxEntryBytes }: Pick<LogCapabilities, 'durable' | 'maxEntryBytes'>) {
    this.#access = access
    this.capabilities = { durable, shared: true, atomicBatches: false, maxEntryBytes }
  }

  async append(inits: readonly EntryInit[], options?: { idempotencyKey?: string }): Promise<readonly Position[]> {
    for (const init of inits) entrySize(init, this.capabilities)
    const positions = await this.#access.append(inits, options?.idempotencyKey)
    if (!positions) throw new TypeError('The log has ended: nothing can be appended to it')
    return positions
  }

  async bounds(): Promise<{ readonly floor: Mark; readonly head: Mark }> {
    const { floor, head } = await this.#access.bounds()
    return { floor, head }
  }

  async read(after: string, { limit, maxBytes, signal }: ReadOptions): Promise<Page | GapVerdict> {
    return unlessAborted(signal, () => this.#access.read(after, limit, maxBytes))
  }

  async open(start: Start, { signal }: { readonly signal: AbortSignal }): ReturnType<EventLog['open']> {
    const resume = await unlessAborted(signal, () => this.#resume(start))
    return { resume, items: this.#follow(resume.from, signal) }
  }

  async end(): Promise<void> {
    await this.#access.end()
    this.#access.wake()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true
    this.#access.wake()
  }

  async #resume(start: Start): Promise<Awaited<ReturnType<EventLog['open']>>['resume']> {
    if (!('after' in start)) {
      const { floor, head } = await this.#access.bounds()
      return { kind: 'fresh', from: start.at === 'head' ? head : floor }
    }
    const verdict = await this.#access.read(start.after, 0, 1)
    return verdict.kind === 'gap' ? verdict : { kind: 'complete', from: verdict.from }
  }

  #follow(from: Mark, signal: AbortSignal): AsyncIterableIterator<Entries | GapVerdict> {
    let feed = this.#access.feed()
    return followLog(from, {
      sleep: (wake) => {
        // One that nobody waits at is let go of after a while, and another takes its place.
        if (!feed.isOver) feed = this.#access.feed()
        return feed.sleep(wake)
      },
      page: (after) => {
        const isOver = feed.isOver || this.#isDisposed
        return isOver ? { kind: 'entries', from: after, head: after, entries: [], ended: true } : feed.page(after)
      },
      signal,
    })
  }
}

async function unlessAborted<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const result = await act()
  signal.throwIfAborted()
  return result
}
