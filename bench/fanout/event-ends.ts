const LF = 10
const END = Buffer.from('\n\n')

/** Counts the ends of events in what one connection reads: lines that are empty. */
export class EventEnds {
  #last = 0
  /** Bytes from one end to the next, the last time: most events are as long as the one before. */
  #stride = 0

  /** How many are in the first `length` bytes; one may be broken in two by the reads. */
  count(bytes: Uint8Array & Pick<Buffer, 'indexOf'>, length: number): number {
    let count = this.#last === LF && bytes[0] === LF ? 1 : 0
    let at = bytes.indexOf(END)
    while (at >= 0 && at + 2 <= length) {
      count += 1
      at = this.#next(bytes, at, length)
    }
    this.#last = bytes[length - 1] ?? this.#last
    return count
  }

  /** A search costs more than a look at where the next end should be. */
  #next(bytes: Uint8Array & Pick<Buffer, 'indexOf'>, at: number, length: number): number {
    const likely = at + this.#stride
    // What is beyond the length is of some read before.
    const isThere = this.#stride > 0 && likely + 2 <= length
    if (isThere && bytes[likely] === LF && bytes[likely + 1] === LF) return likely
    const found = bytes.indexOf(END, at + 2)
    if (found > at) this.#stride = found - at
    return found
  }
}
