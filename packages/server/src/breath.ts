import type { Clock } from './clock.ts'

/** Characters of data after which the event loop is to turn. */
const MAX_LENGTH = 256 * 1024
/** What an event counts for, however short it is. */
const EVENT_LENGTH = 64

/** Lets the event loop turn, and others be served, where one source alone could keep it busy for ever. */
export class Breath {
  readonly #clock: Pick<Clock, 'turn'>
  #length = 0

  constructor(clock: Pick<Clock, 'turn'>) {
    this.#clock = clock
  }

  /** Counts an event; a promise to wait for if the loop is to turn now. */
  after({ data = '' }: { readonly data?: string | undefined }): Promise<void> | undefined {
    this.#length += data.length + EVENT_LENGTH
    if (this.#length < MAX_LENGTH) return undefined
    this.#length = 0
    return new Promise((resolve) => this.#clock.turn(resolve))
  }
}
