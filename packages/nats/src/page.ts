import type { Entry } from '@eventwire/server'
import type { Msg } from '@nats-io/nats-core'
import { entryOf } from './entry-message.ts'

/** Entries that are gathered one after the other, while there is room. */
export class PageBuilder {
  readonly entries: Entry[] = []
  readonly #epoch: string
  readonly #maxBytes: number
  #seq: number
  #bytes = 0

  constructor(epoch: string, after: number, maxBytes: number) {
    this.#epoch = epoch
    this.#seq = after
    this.#maxBytes = maxBytes
  }

  /** The newest that is there, or the one before all. */
  get seq(): number {
    return this.#seq
  }

  /** As many as will fit, if the next are like those. */
  get room(): number {
    const mean = Math.max(this.#bytes / this.entries.length, 1)
    return Math.ceil((this.#maxBytes - this.#bytes) / mean)
  }

  /** Adds the next: false if it is not there, or has no room. */
  add(message: Msg | undefined): boolean {
    if (!message) return false
    const bytes = this.#bytes + message.data.length
    // One is given however large.
    if (bytes > this.#maxBytes && this.entries.length > 0) return false
    this.#bytes = bytes
    this.#seq += 1
    this.entries.push(entryOf(this.#epoch, this.#seq, message))
    return true
  }
}
