/** What a follower finds when it goes on after a cut. */
export interface Seam {
  readonly missing: number
  readonly repeated: number
}

/**
 * Facts are numbered without a hole, so that whoever follows them all can tell by the numbers alone whether one is
 * missing or came twice.
 */
export class Continuity {
  #last: number | undefined
  #missing = 0
  #repeated = 0

  get total(): Seam {
    return { missing: this.#missing, repeated: this.#repeated }
  }

  /** Takes the next number and tells how it fits to the one before. */
  take(n: number): Seam {
    const last = this.#last
    this.#last = Math.max(n, last ?? n)
    const missing = last === undefined ? 0 : Math.max(0, n - last - 1)
    const repeated = last !== undefined && n <= last ? 1 : 0
    this.#missing += missing
    this.#repeated += repeated
    return { missing, repeated }
  }

  /** The server has said that there is a gap: what comes next is not compared with what was. */
  restart(): void {
    this.#last = undefined
  }
}
