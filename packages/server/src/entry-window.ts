import type { Entry } from './event-log.ts'

/** The newest entries of a log by their dense seq, bounded in number and bytes; the newest one always stays. */
export class EntryWindow {
  readonly #kept = new Map<number, { readonly entry: Entry; readonly size: number }>()
  readonly #maxEntries: number
  readonly #maxBytes: number
  #bytes = 0
  #lastSeq = 0

  constructor(maxEntries: number, maxBytes: number) {
    this.#maxEntries = maxEntries
    this.#maxBytes = maxBytes
  }

  /** The seq of the newest entry, 0 before the first. */
  get lastSeq(): number {
    return this.#lastSeq
  }

  /** The seq before the oldest entry kept. */
  get floorSeq(): number {
    return this.#lastSeq - this.#kept.size
  }

  push(entry: Entry, size: number): void {
    this.#kept.set(entry.seq, { entry, size })
    this.#bytes += size
    this.#lastSeq = entry.seq
    while (this.#kept.size > 1 && (this.#kept.size > this.#maxEntries || this.#bytes > this.#maxBytes)) this.#trimOne()
  }

  /** The entries that follow `seq`, within the limits but at least one if there is one. */
  after(seq: number, limit: number, maxBytes: number): Entry[] {
    const entries: Entry[] = []
    let bytes = 0
    for (let next = seq + 1; next <= this.#lastSeq && entries.length < limit; next += 1) {
      const kept = this.#kept.get(next)
      if (!kept) break
      bytes += kept.size
      if (bytes > maxBytes && entries.length > 0) break
      entries.push(kept.entry)
    }
    return entries
  }

  #trimOne(): void {
    const oldest = this.floorSeq + 1
    this.#bytes -= this.#kept.get(oldest)?.size ?? 0
    this.#kept.delete(oldest)
  }
}
