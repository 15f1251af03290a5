import type { PostgresConnection, PostgresListening } from './connection.ts'
import type { ResolvedOptions } from './options.ts'

export interface ListeningParts {
  readonly connection: PostgresConnection
  readonly options: ResolvedOptions
  message(payload: string): void
  /** It listens, or listens again, or does not any more: whatever came in between was not told. */
  changed(): void
}

/** Milliseconds before it is tried again to listen; doubled each time, up to `checkInterval`. */
const FIRST_PAUSE = 50

/** The one connection of a node that listens: made when it is first wanted, and again when it is lost. */
export class Listening {
  readonly #parts: ListeningParts
  #current: PostgresListening | undefined
  /** Counts attempts, so that what a former connection says is not taken for the present one. */
  #attempt = 0
  #isWanted = false
  #isHeard = false
  #hasFailed = false
  #pause = FIRST_PAUSE
  #timer: unknown

  constructor(parts: ListeningParts) {
    this.#parts = parts
  }

  /** True while Postgres has confirmed that it listens. */
  get isHeard(): boolean {
    return this.#isHeard
  }

  want(): void {
    if (this.#isWanted) return
    this.#isWanted = true
    void this.#connect()
  }

  close(): void {
    this.#isWanted = false
    this.#letGo()
  }

  /** Connects anew, since it hears nothing although it should. */
  renew(error: unknown): void {
    this.#lost(error)
  }

  async #connect(): Promise<void> {
    const { connection, options } = this.#parts
    this.#attempt += 1
    const attempt = this.#attempt
    const isMine = (): boolean => this.#isWanted && attempt === this.#attempt
    // It may hang, as all that has to do with a network.
    this.#timer = options.clock.setTimeout(() => {
      if (isMine()) this.#lost(new Error(`Postgres did not confirm within ${options.timeout} ms that it listens`))
    }, options.timeout)
    try {
      const listening = await connection.listen(options.schema, {
        message: (payload) => isMine() && this.#hear(payload),
        ready: () => isMine() && this.#ready(),
        lost: (error) => isMine() && this.#lost(error),
      })
      if (isMine()) this.#current = listening
      else listening.close()
    } catch (error) {
      if (isMine()) this.#lost(error)
    }
  }

  #ready(): void {
    this.#parts.options.clock.clearTimeout(this.#timer)
    this.#isHeard = true
    this.#parts.changed()
  }

  #hear(payload: string): void {
    // Not before: through a pooler it listens, and hears nothing, for ever.
    this.#hasFailed = false
    this.#pause = FIRST_PAUSE
    this.#parts.message(payload)
  }

  #lost(error: unknown): void {
    const { clock, checkInterval, onError } = this.#parts.options
    this.#letGo()
    if (!this.#hasFailed) onError(error)
    this.#hasFailed = true
    this.#timer = clock.setTimeout(() => void this.#connect(), this.#pause)
    this.#pause = Math.min(this.#pause * 2, Math.max(checkInterval, FIRST_PAUSE))
    // They find out whether Postgres is there at all.
    this.#parts.changed()
  }

  #letGo(): void {
    this.#parts.options.clock.clearTimeout(this.#timer)
    this.#attempt += 1
    this.#isHeard = false
    this.#current?.close()
    this.#current = undefined
  }
}
