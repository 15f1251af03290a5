import type { LogEntryInit, LogMark } from './log-subject.ts'

/** What the model holds of an entry. */
export interface ModelEntry extends LogEntryInit, LogMark {}

/** A log that is obviously right: a list, of which the last `maxEntries` count. */
export class LogModel {
  readonly entries: ModelEntry[] = []
  readonly keys: Map<string, readonly string[]> = new Map()
  readonly #start: LogMark
  readonly #maxEntries: number

  constructor(start: LogMark, maxEntries: number) {
    this.#start = start
    this.#maxEntries = maxEntries
  }

  get floorSeq(): number {
    return this.#start.seq + Math.max(0, this.entries.length - this.#maxEntries)
  }

  get headSeq(): number {
    return this.#start.seq + this.entries.length
  }

  /** Any mark that there ever was. */
  mark(seq: number): LogMark {
    const entry = this.entries[seq - this.#start.seq - 1]
    return entry ? { position: entry.position, seq: entry.seq } : this.#start
  }

  /** Takes what the log says that it has appended. */
  push(inits: readonly LogEntryInit[], positions: readonly string[]): void {
    for (const [index, init] of inits.entries()) {
      this.entries.push({ ...init, position: positions[index] ?? '', seq: this.headSeq + 1 })
    }
  }

  after(seq: number): readonly ModelEntry[] {
    return this.entries.slice(seq - this.#start.seq)
  }

  /** What of the entries after `seq` is gone. */
  missedAfter(seq: number): number {
    return Math.max(0, this.floorSeq - seq)
  }
}
