import type { Entries, GapVerdict, Mark, Page } from './event-log.ts'
import { orAbort } from './or-abort.ts'
import { markOf } from './segment.ts'

/** For logs: what {@link followLog} needs of one. */
export interface FollowedLog {
  /**
   * What follows a mark right now: a page without entries if there is nothing. It is called only when the consumer asks
   * and never twice at a time. `signal` aborts once nobody wants the answer any more.
   */
  page(after: Mark, signal: AbortSignal): Page | GapVerdict | Promise<Page | GapVerdict>
  /**
   * Calls `wake` at the next change, unless the function that it returns is called before. It is called before `page`, so
   * that a change while a page is read wakes too: to be woken for nothing costs a read, and not to be woken an entry.
   */
  sleep(wake: () => void): () => void
  /** Ends the items. */
  readonly signal: AbortSignal
}

/**
 * For logs: the `items` of `EventLog.open`, from a mark on. Reads when it is asked and nothing ahead of that, page after
 * page, and sleeps at the head; calls of `next()` are answered one after the other. An abort and `return()` free whoever
 * waits at once, also while a page is read. What `page` throws, `next()` rejects with, and the items are over.
 *
 * @example
 * ```ts
 * const items = followLog(resume.from, {
 *   page: (after, signal) => this.read(after.position, { limit: 500, maxBytes: 262_144, signal }),
 *   sleep: (wake) => this.#sleepers.add(wake),
 *   signal,
 * })
 * ```
 */
export function followLog(from: Mark, log: FollowedLog): AsyncIterableIterator<Entries | GapVerdict> {
  // Hand-written, since a generator's `return()` would wait for the `next()` that sleeps.
  const over = new AbortController()
  let free: (() => void) | undefined
  const stop = (): void => {
    over.abort()
    free?.()
  }
  if (log.signal.aborted) stop()
  log.signal.addEventListener('abort', stop, { once: true })
  let mark = from
  let turn: Promise<unknown> | undefined

  async function step(): Promise<IteratorResult<Entries | GapVerdict, undefined>> {
    try {
      while (!over.signal.aborted) {
        let forget: (() => void) | undefined
        const change = new Promise<void>((resolve) => {
          free = resolve
          forget = log.sleep(resolve)
        })
        try {
          const reading = log.page(mark, over.signal)
          const item = reading instanceof Promise ? await orAbort(reading, over.signal) : reading
          if (!item) break
          if (item.kind === 'gap') {
            mark = item.from
            return { done: false, value: item }
          }
          const newest = item.entries.at(-1)
          if (newest) {
            mark = markOf(newest)
            return { done: false, value: item }
          }
          if (item.ended) break
          await change
        } finally {
          forget?.()
        }
      }
    } catch (error) {
      finish()
      throw error
    }
    return finish()
  }

  function finish(): IteratorResult<Entries | GapVerdict, undefined> {
    log.signal.removeEventListener('abort', stop)
    stop()
    return { done: true, value: undefined }
  }

  return {
    next() {
      // Two at a time would read the same page.
      const result = turn ? turn.then(step, step) : step()
      const end = (): void => {
        if (turn === result) turn = undefined
      }
      turn = result
      result.then(end, end)
      return result
    },
    return: async () => finish(),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
