import { Sleepers, type GapVerdict, type Mark, type Page } from '@eventwire/server'
import { Brought } from './brought.ts'
import { epochOf } from './position.ts'
import type { Reading } from './reading.ts'

/** What the followers of one log share on this node: who waits, and what is being read. */
export class Feed {
  readonly #read: (after: Mark) => Promise<Reading>
  readonly #turn: (callback: () => void) => void
  readonly #sleepers = new Sleepers()
  readonly #flights = new Map<string, Promise<Reading>>()
  /** What messages have brought in this turn. */
  #brought: Brought | undefined
  #tip: string | undefined
  #isOver = false

  /** @param turn calls back after the event loop's current turn */
  constructor(read: (after: Mark) => Promise<Reading>, turn: (callback: () => void) => void) {
    this.#read = read
    this.#turn = turn
  }

  /** Whether anybody waits. */
  get isIdle(): boolean {
    return this.#sleepers.size === 0
  }

  /** True once the log was deleted. */
  get isOver(): boolean {
    return this.#isOver
  }

  sleep(wake: () => void): () => void {
    return this.#sleepers.add(wake)
  }

  /** Whether this is the life of the log that was seen last. */
  isOf(epoch: string): boolean {
    return this.#tip?.startsWith(`${epoch}-`) === true
  }

  /** What follows a mark. Whoever asks the same before anything has changed gets the same answer. */
  page(after: Mark): Page | Promise<Page | GapVerdict> {
    const brought = this.#brought?.after(after.position)
    if (brought) return brought
    const flight = this.#flights.get(after.position) ?? this.#take(after)
    return flight.then(({ verdict }) => verdict)
  }

  /** These were appended just now: whoever sleeps at their place need not ask for them, nor for what follows them. */
  bring(page: Page): void {
    // Another life of the log, or the log of this name in another database of Redis, which shares the channel.
    if (!this.isOf(epochOf(page.head))) return this.wake()
    this.#tip = tipOf(page)
    this.#flights.clear()
    if (!this.#brought) {
      const brought = new Brought()
      this.#brought = brought
      // No longer than a turn: by then something may have come of which no message tells.
      this.#turn(() => {
        if (this.#brought === brought) this.#brought = undefined
      })
    }
    this.#brought.add(page)
    this.#sleepers.wake()
  }

  /** There may be more. */
  wake(): void {
    // What was asked before may be answered without what has come since.
    this.#flights.clear()
    this.#brought = undefined
    this.#sleepers.wake()
  }

  /** The log is deleted: there will be no more of it. */
  finish(): void {
    this.#isOver = true
    this.wake()
  }

  /** The log was seen like this: wakes those who sleep if it has changed since. */
  observe(seen: Pick<Reading, 'head' | 'ended'>): void {
    const tip = tipOf(seen)
    const before = this.#tip
    this.#tip = tip
    if (before !== undefined && before !== tip) this.wake()
  }

  #take(after: Mark): Promise<Reading> {
    const flight = this.#land(after).finally(() => this.#forget(after.position, flight))
    this.#flights.set(after.position, flight)
    return flight
  }

  #forget(position: string, flight: Promise<Reading>): void {
    if (this.#flights.get(position) === flight) this.#flights.delete(position)
  }

  async #land(after: Mark): Promise<Reading> {
    const reading = await this.#read(after)
    this.observe(reading)
    return reading
  }
}

function tipOf({ head, ended }: Pick<Reading, 'head' | 'ended'>): string {
  return `${head.position} ${ended}`
}
