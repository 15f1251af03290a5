import type { Clock } from './clock.ts'

/** One timer for any number of members, each of whom is visited once per interval; none while there are no members. */
export class Rounds<Member> {
  readonly #interval: number
  readonly #clock: Clock
  readonly #visit: (member: Member) => void
  readonly #members = new Set<Member>()
  #timer: unknown

  /** @param interval Milliseconds between two visits; a new member may be visited earlier for the first time. */
  constructor(interval: number, clock: Clock, visit: (member: Member) => void) {
    this.#interval = interval
    this.#clock = clock
    this.#visit = visit
  }

  add(member: Member): void {
    this.#members.add(member)
    this.#timer ??= this.#clock.setTimeout(() => this.#round(), this.#interval)
  }

  delete(member: Member): void {
    this.#members.delete(member)
    if (this.#members.size > 0) return
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #round(): void {
    this.#timer = this.#clock.setTimeout(() => this.#round(), this.#interval)
    for (const member of this.#members) this.#visit(member)
  }
}
