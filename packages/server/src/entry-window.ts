import type { Entry } from './event-log.ts'

/** Places at the start of the list that may be empty before it is moved up. */
const MAX_EMPTY = 1_024

/** The newest entries of a log by their dense seq, bounded in number and bytes; the newest one always stays. */
export class EntryWindow {
  /** In order; those before `#first` are trimmed. */
  #entries: (Entry | undefined)[] = []
  #sizes: number[] = []
  #first = 0
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
    return this.#lastSeq - this.#size
  }

  push(entry: Entry, size: number): void {
    this.#entries.push(entry)
    this.#sizes.push(size)
    this.#bytes += size
    this.#lastSeq = entry.seq
    while (this.#size > 1 && (this.#size > this.#maxEntries || this.#bytes > this.#maxBytes)) this.#trimOne()
  }

  /** The entries that follow `seq`, within the limits but at least one if there is one. */
  after(seq: number, limit: number, maxBytes: number): Entry[] {
    const entries: Entry[] = []
    let bytes = 0
    for (let place = this.#first + seq - this.floorSeq; entries.length < limit; place += 1) {
      const entry = this.#entries[place]
      if (!entry) break
      bytes += this.#sizes[place] ?? 0
      if (bytes > maxBytes && entries.length > 0) break
      entries.push(entry)
    }
    return entries
  }

  get #size(): number {
    return this.#entries.length - this.#first
  }

  #trimOne(): void {
    this.#bytes -= this.#sizes[this.#first] ?? 0
    // Not to be held until the list is moved up.
    this.#entries[this.#first] = undefined
    this.#first += 1
    if (this.#first < MAX_EMPTY || this.#first < this.#size) return
    this.#entries = this.#entries.slice(this.#first)
    this.#sizes = this.#sizes.slice(this.#first)
    this.#first = 0
  }
}
