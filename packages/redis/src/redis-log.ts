import { checkEntrySize, followLog } from '@eventwire/server'
import type { Entries, EntryInit, EventLog, GapVerdict, LogCapabilities, Mark, Page } from '@eventwire/server'
import type { Position, ReadOptions, Start } from '@eventwire/server'
import { entryLabel } from './entry-label.ts'
import type { LogAccess } from './log-access.ts'
import { markAt } from './position.ts'

/**
 * One log in Redis, by {@link RedisLogs.open}. Any number of processes may append to it and follow it.
 *
 * Its methods reject with a {@link LogError} if Redis fails: `append` and all others within `timeout` ms. After 'timeout'
 * and 'unreachable' it is not known whether an append was done: repeat it with the same `idempotencyKey`.
 *
 * To dispose of it ends the `items` that were opened through this object; the log itself stays as it is.
 */
export class RedisLog implements EventLog {
  readonly capabilities: LogCapabilities
  readonly #access: LogAccess
  #isDisposed = false

  /** @internal */
  constructor(access: LogAccess, maxEntryBytes: number) {
    this.#access = access
    this.capabilities = { durable: false, shared: true, atomicBatches: true, maxEntryBytes }
  }

  async append(inits: readonly EntryInit[], options?: { idempotencyKey?: string }): Promise<readonly Position[]> {
    const contents: string[] = []
    for (const init of inits) {
      checkEntrySize(init, this.capabilities)
      contents.push(entryLabel(init), init.data)
    }
    const appended = await this.#access.append(contents, options?.idempotencyKey)
    if (!appended) throw new TypeError('The log has ended: nothing can be appended to it')
    const { epoch, first, count, tag } = appended
    return Array.from({ length: count }, (_, index) => markAt(epoch, first + index, tag).position)
  }

  async bounds(): Promise<{ readonly floor: Mark; readonly head: Mark }> {
    const { floor, head } = await this.#access.look()
    return { floor, head }
  }

  async read(after: string, { limit, maxBytes, signal }: ReadOptions): Promise<Page | GapVerdict> {
    const { verdict } = await this.#unlessAborted(signal, () => this.#access.read(after, limit, maxBytes))
    return verdict
  }

  async open(start: Start, { signal }: { readonly signal: AbortSignal }): ReturnType<EventLog['open']> {
    const resume = await this.#unlessAborted(signal, () => this.#resume(start))
    return { resume, items: this.#follow(resume.from, signal) }
  }

  async end(): Promise<void> {
    await this.#access.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true
    this.#access.wake()
  }

  async #resume(start: Start): Promise<Awaited<ReturnType<EventLog['open']>>['resume']> {
    if (!('after' in start)) {
      const reading = await this.#access.look()
      return { kind: 'fresh', from: start.at === 'head' ? reading.head : reading.floor }
    }
    const { verdict } = await this.#access.read(start.after, 0, 1)
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

  async #unlessAborted<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    const result = await act()
    signal.throwIfAborted()
    return result
  }
}
