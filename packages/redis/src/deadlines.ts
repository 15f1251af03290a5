import type { Clock } from '@eventwire/server'

/** Times within which something has to be answered: one timer for all that is asked at once. */
export class Deadlines {
  readonly #timeout: number
  readonly #clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>
  #latest: Batch | undefined

  constructor(timeout: number, clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>) {
    this.#timeout = timeout
    this.#clock = clock
  }

  /** Calls back after the time, unless the function that it returns is called before. */
  add(late: () => void): () => void {
    const batch = this.#latest ?? this.#begin()
    batch.waiting.add(late)
    return () => {
      batch.waiting.delete(late)
      if (batch.waiting.size === 0 && batch !== this.#latest) this.#clock.clearTimeout(batch.timer)
    }
  }

  #begin(): Batch {
    const batch: Batch = { waiting: new Set(), timer: undefined }
    this.#latest = batch
    // Not at once: what has to be answered is sent first.
    queueMicrotask(() => {
      this.#latest = undefined
      if (batch.waiting.size === 0) return
      batch.timer = this.#clock.setTimeout(() => {
        for (const late of batch.waiting) late()
      }, this.#timeout)
    })
    return batch
  }
}

interface Batch {
  readonly waiting: Set<() => void>
  timer: unknown
}
