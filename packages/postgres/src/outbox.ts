import { entrySize, type EntryInit, type LogCapabilities, type Position } from '@eventwire/server'
import { appendValues, jobOf, partAnswers, type Part } from './appends.ts'
import { statementsOf, type PostgresTransaction } from './detect.ts'
import { callOf, jsonOf } from './engine.ts'
import { failureOf } from './failure.ts'
import type { ResolvedOptions } from './options.ts'

/** A log within a transaction of the caller's: see {@link PostgresLog.within}. */
export interface OutboxLog {
  /**
   * Appends as `PostgresLog.append` does, as a part of the transaction. The positions are of the log once it is committed;
   * after a rollback they are of nothing, and who comes back with one has a gap.
   *
   * Rejects with a {@link LogError} if Postgres fails, which has then aborted the transaction: roll it back. 'busy' says
   * that the whole transaction may be tried again.
   */
  append(entries: readonly EntryInit[], options?: { readonly idempotencyKey?: string }): Promise<readonly Position[]>
}

interface OutboxParts {
  readonly name: string
  readonly capabilities: LogCapabilities
  readonly options: ResolvedOptions
}

export class Outbox implements OutboxLog {
  readonly #parts: OutboxParts
  readonly #run: (statement: string, values: string[]) => PromiseLike<readonly unknown[]>

  constructor(parts: OutboxParts, transaction: PostgresTransaction) {
    this.#parts = parts
    this.#run = statementsOf(transaction)
  }

  async append(
    inits: readonly EntryInit[],
    options: { readonly idempotencyKey?: string } = {},
  ): Promise<readonly Position[]> {
    const { name, capabilities, options: limits } = this.#parts
    const sizes = inits.map((init) => entrySize(init, capabilities))
    const jobs = [jobOf(inits, sizes, options.idempotencyKey)]
    const what = `Appending to the log ${JSON.stringify(name)} in a transaction`
    // How long one may wait for a lock is the transaction's own affair.
    const part = { name, mayMake: true, jobs }
    const [answer] = await this.#answers(what, part, appendValues([part], limits, { patient: true }))
    const [positions] = typeof answer === 'object' ? answer.results : []
    if (positions === undefined) throw new TypeError(`${what} failed: somebody has just deleted it`)
    if (positions === 'ended') throw new TypeError(`${what} failed: it has ended, and nothing can be appended to it`)
    return positions
  }

  async #answers(what: string, part: Part, values: string[]): Promise<ReturnType<typeof partAnswers>> {
    try {
      const rows = await this.#run(callOf(this.#parts.options.schema, 'append', values), values)
      return partAnswers(jsonOf(rows), [part])
    } catch (error) {
      throw failureOf(error, what)
    }
  }
}
