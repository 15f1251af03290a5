import { LogError } from '@eventwire/server'
import type { PostgresConnection } from './connection.ts'
import { failureOf, isSchemaMissing } from './failure.ts'
import type { ResolvedOptions } from './options.ts'
import { schemaProblem } from './schema-check.ts'

/** Bytes that a statement takes beside what it carries, for the client and for us. */
const OVERHEAD = 1_024

/** Somebody who waits for an answer. */
export interface Waiting {
  /** True once nobody waits any more. */
  readonly isOver: boolean
  /** Called once it is so, with what was told. */
  onOver: ((error: LogError) => void) | undefined
}

/** Runs the functions of the schema; what is asked is answered within a time, and a number of bytes may wait. */
export class Engine {
  readonly #connection: PostgresConnection
  readonly #options: ResolvedOptions
  #waiting = 0
  #isClosed = false

  constructor(connection: PostgresConnection, options: ResolvedOptions) {
    this.#connection = connection
    this.#options = options
  }

  /** Calls a function of the schema, in time. @returns what it answered, from JSON */
  call(what: string, name: string, ...values: readonly string[]): Promise<unknown> {
    return this.abortable(what, (signal) => this.send(callOf(this.#options.schema, name, values), values, signal))
  }

  /** Calls a function that changes a log as a whole, which somebody else may have locked. */
  change(what: string, name: string, log: string): Promise<unknown> {
    // A connection that is given up leaves its statement waiting in Postgres. The setting is of this statement alone.
    const locks = ` FROM set_config('lock_timeout', '${lockTimeout(this.#options)}', true)`
    const statement = callOf(this.#options.schema, name, [log]) + locks
    return this.abortable(what, (signal) => this.send(statement, [log], signal))
  }

  /**
   * Waits for work no longer than may be waited, and admits no more of it than may wait.
   *
   * @param size UTF-16 units that it carries
   * @throws LogError as a rejection; TypeError once it is closed.
   */
  async inTime<T>(what: string, size: number, work: (waiting: Waiting) => Promise<T>): Promise<T> {
    const { timeout, clock, maxPendingBytes } = this.#options
    if (this.#isClosed) throw new TypeError(`${what} failed: the logs are closed`)
    const bytes = OVERHEAD + size * 2
    // One is taken, however large.
    if (this.#waiting > 0 && this.#waiting + bytes > maxPendingBytes) {
      const reason = `${this.#waiting} bytes wait for an answer already (maxPendingBytes is ${maxPendingBytes})`
      throw new LogError('busy', `${what} failed: ${reason}. Postgres is away or slow: try again later.`)
    }
    const waiting: { isOver: boolean; onOver: Waiting['onOver'] } = { isOver: false, onOver: undefined }
    this.#waiting += bytes
    return new Promise((resolve, reject) => {
      const timer = clock.setTimeout(() => {
        const late = `no answer within ${timeout} ms (timeout). Whether it was done is not known`
        const error = new LogError(
          'timeout',
          `${what} failed: ${late}; an append can be repeated by its idempotencyKey.`,
        )
        reject(error)
        waiting.isOver = true
        waiting.onOver?.(error)
      }, timeout)
      // Counted for as long as it is kept, whoever waits for it.
      const finish = (): void => {
        this.#waiting -= bytes
        clock.clearTimeout(timer)
      }
      work(waiting)
        .finally(finish)
        .then(resolve, (error: unknown) => reject(failureOf(error, what)))
    })
  }

  /** The same, for work that can be given up. */
  abortable<T>(what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.inTime(what, 0, (waiting) => {
      const over = new AbortController()
      waiting.onOver = (error) => over.abort(error)
      return work(over.signal)
    })
  }

  /** Runs a statement, however long that takes. @returns the JSON that it gives */
  async send(statement: string, values: readonly string[], signal: AbortSignal): Promise<unknown> {
    try {
      return jsonOf(await this.#connection.query(statement, values, signal))
    } catch (error) {
      // A later version may have put others in their place.
      if (isSchemaMissing(error)) throw (await this.#problem(signal)) ?? error
      throw error
    }
  }

  close(): void {
    this.#isClosed = true
  }

  #problem(signal: AbortSignal): Promise<LogError | undefined> {
    return schemaProblem(this.#connection, this.#options.schema, signal)
  }
}

/** Milliseconds to wait for a lock: over before anybody gives up, so that it is known that nothing was done. */
export function lockTimeout({ timeout }: ResolvedOptions): number {
  return Math.ceil(timeout * 0.8)
}

/** All values are texts, which no client and no setting of it takes for anything else. */
export function callOf(schema: string, name: string, values: readonly string[]): string {
  const types = SIGNATURES[name] ?? values.map(() => 'text')
  const list = types.map((type, index) => (type === 'text' ? `$${index + 1}::text` : `$${index + 1}::text::${type}`))
  return `SELECT ${schema}.${name}(${list.join(', ')})::text AS answer`
}

const SIGNATURES: Readonly<Record<string, readonly string[]>> = {
  append: ['jsonb', 'jsonb'],
  read: ['text', 'text', 'bigint', 'text', 'bigint', 'bigint'],
  look: ['jsonb', 'text'],
}

/** The value of the first column of the first row, whatever a client calls it. */
export function jsonOf(rows: readonly unknown[]): unknown {
  const [value] = Object.values((rows[0] ?? {}) as Record<string, unknown>)
  return typeof value === 'string' && value !== '' ? JSON.parse(value) : undefined
}
