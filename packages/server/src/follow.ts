import type { Entries, GapVerdict, Mark, Page } from './event-log.ts'
import { markOf } from './segment.ts'

interface Followed {
  /** What follows a mark right now. */
  page(after: Mark): Page | GapVerdict
  /** Calls `wake` once, at the next change, unless the function that it returns is called before. */
  sleep(wake: () => void): () => void
  readonly signal: AbortSignal
}

/**
 * Follows a log in memory from a mark on, reading only when asked.
 * Hand-written, since a generator's `return()` would wait for the `next()` that sleeps.
 */
export function follow(from: Mark, log: Followed): AsyncIterableIterator<Entries | GapVerdict> {
  const over = new AbortController()
  const stop = (): void => over.abort()
  if (log.signal.aborted) stop()
  log.signal.addEventListener('abort', stop, { once: true })
  let mark = from

  async function next(): Promise<IteratorResult<Entries | GapVerdict, undefined>> {
    while (!over.signal.aborted) {
      const item = log.page(mark)
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
      await changed(log, over.signal)
    }
    return finish()
  }

  function finish(): IteratorResult<Entries | GapVerdict, undefined> {
    log.signal.removeEventListener('abort', stop)
    stop()
    return { done: true, value: undefined }
  }

  return {
    next,
    return: async () => finish(),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function changed(log: Followed, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      awake()
      over.removeEventListener('abort', wake)
      resolve()
    }
    const awake = log.sleep(wake)
    over.addEventListener('abort', wake, { once: true })
  })
}
