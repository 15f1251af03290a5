import { Appender, type Outcome } from './appender.ts'
import { appendValues, partAnswers, type Job } from './appends.ts'
import type { PostgresConnection } from './connection.ts'
import { callOf, Engine, lockTimeout } from './engine.ts'
import { Following } from './following.ts'
import type { ResolvedOptions } from './options.ts'
import { positionParts } from './position.ts'
import { readingOf, type Reading } from './reading.ts'
import { serverProblem } from './schema-check.ts'
import { schemaSql } from './schema-sql.ts'
import { stored } from './text.ts'

/** What the logs of a schema share on this node. */
export class Database {
  readonly options: ResolvedOptions
  readonly following: Following
  readonly #connection: PostgresConnection
  readonly #engine: Engine
  readonly #appender: Appender
  #isClosed = false

  constructor(connection: PostgresConnection, options: ResolvedOptions) {
    this.options = options
    this.#connection = connection
    const engine = new Engine(connection, options)
    this.#engine = engine
    this.following = new Following(connection, engine, options)
    const statement = callOf(options.schema, 'append', ['', ''])
    const wait = lockTimeout(options)
    this.#appender = new Appender(
      async (parts, patient, signal) =>
        partAnswers(await engine.send(statement, appendValues(parts, options, { patient, wait }), signal), parts),
      (callback) => options.clock.turn(callback),
    )
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** @param turn resolves once it may be sent, with false for a log that was there before and may not be made */
  async append(name: string, job: Job, size: number, turn: () => Promise<boolean>): Promise<Outcome> {
    const outcome = await this.#engine.inTime(whatOf('Appending to', name), size, async (waiting) =>
      this.#appender.add(name, { job, size, mayMake: await turn(), waiting }),
    )
    if (outcome.kind === 'appended') this.following.watch.observe(name, outcome.part.tip)
    return outcome
  }

  /** Judges a position and reads what follows it, in one statement. Nothing if there is no such log. */
  async read(name: string, after: string, limit: number, maxBytes: number): Promise<Reading | undefined> {
    const { epoch, seq, tag } = positionParts(after) ?? { epoch: '', seq: 0, tag: '' }
    const most = [limit, maxBytes].map((each) => String(Math.min(Math.max(Math.floor(each), 0), MOST_BYTES)))
    const what = whatOf('Reading', name)
    const answer = await this.#engine.call(what, 'read', stored(name), epoch, String(seq), tag, ...most)
    if (answer === undefined) return undefined
    const reading = readingOf(answer, after, limit)
    this.following.watch.observe(name, reading.tip)
    return reading
  }

  async make(name: string): Promise<void> {
    await this.#engine.change(whatOf('Making', name), 'make', stored(name))
  }

  async end(name: string): Promise<void> {
    await this.#engine.change(whatOf('Ending', name), 'finish', stored(name))
    this.following.watch.wake(name)
  }

  async delete(name: string): Promise<void> {
    await this.#engine.change(whatOf('Deleting', name), 'remove', stored(name))
    this.following.watch.wake(name)
  }

  /** @throws LogError if the server is none for logs. */
  async check(): Promise<void> {
    await this.#engine.abortable('Asking Postgres for its version', async (signal) => {
      const problem = await serverProblem(this.#connection, signal)
      if (problem) throw problem
    })
  }

  async migrate(): Promise<void> {
    await this.check()
    await this.#engine.abortable(`Making the schema ${this.options.schema}`, (signal) =>
      this.#connection.query(schemaSql(this.options.schema), [], signal),
    )
  }

  close(): void {
    this.#isClosed = true
    this.#engine.close()
    this.following.close()
  }
}

/** More than there is. */
const MOST_BYTES = Number.MAX_SAFE_INTEGER

function whatOf(act: string, name: string): string {
  return `${act} the log ${JSON.stringify(name)} in Postgres`
}
