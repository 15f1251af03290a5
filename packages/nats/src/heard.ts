import type { Entry } from '@eventwire/server'

/** What is kept at most. */
export interface HeardLimits {
  readonly entries: number
  /** UTF-16 units of data. */
  readonly size: number
}

/**
 * The newest entries of a log as NATS has told them, one after the other, without a hole: what follows one of them is
 * known without asking.
 */
export class Heard {
  readonly #most: HeardLimits
  #entries: Entry[] = []
  #size = 0

  constructor(most: HeardLimits) {
    this.#most = most
  }

  add(entry: Entry): void {
    const newest = this.#entries.at(-1)
    // It may be told of again.
    if (newest?.position === entry.position) return
    if (newest && !isNext(newest, entry)) this.clear()
    this.#entries.push(entry)
    this.#size += entry.data.length
    while (this.#entries.length > this.#most.entries || this.#size > this.#most.size) {
      this.#size -= this.#entries.shift()?.data.length ?? 0
    }
  }

  /** What has come after a position; nothing if it is none of these. */
  after(position: string): readonly Entry[] | undefined {
    const index = this.#entries.findLastIndex((entry) => entry.position === position)
    return index < 0 ? undefined : this.#entries.slice(index + 1)
  }

  /** Lets go of all but the newest. */
  shorten(): void {
    this.#entries = this.#entries.slice(-1)
    this.#size = this.#entries[0]?.data.length ?? 0
  }

  clear(): void {
    this.#entries = []
    this.#size = 0
  }
}

/** Of the same epoch, by which a position begins. */
function isNext(before: Entry, after: Entry): boolean {
  return after.seq === before.seq + 1 && epochOf(after) === epochOf(before)
}

function epochOf({ position }: Entry): string {
  return position.slice(0, position.indexOf('-'))
}
