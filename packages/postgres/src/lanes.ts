/** How many calls may be on their way at a time, of each kind. */
const MOST = 4

/**
 * Calls with many logs, which wait for nobody, and calls for one log, which may wait for who has locked it: so that a slow
 * transaction on one log does not hold up the others.
 */
export type Lane = 'many' | 'one'

/** Counts the calls on their way. */
export class Lanes {
  readonly #flying: Record<Lane, number> = { many: 0, one: 0 }

  hasRoom(lane: Lane): boolean {
    return this.#flying[lane] < MOST
  }

  enter(lane: Lane): void {
    this.#flying[lane] += 1
  }

  leave(lane: Lane): void {
    this.#flying[lane] -= 1
  }
}
