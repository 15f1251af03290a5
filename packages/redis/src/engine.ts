import { LogError } from '@eventwire/server'
import type { RedisConnection } from './connection.ts'
import { Deadlines } from './deadlines.ts'
import { failureOf } from './failure.ts'
import type { ResolvedOptions } from './options.ts'
import type { Script } from './script.ts'
import { Waiting } from './waiting.ts'

/** Bytes that a command takes beside what it carries, for the client and for us. */
const OVERHEAD = 1_024

/** A script with what it is run on. */
export interface Task {
  readonly script: Script
  readonly keys: readonly string[]
  readonly args: readonly string[]
  /** What this is, for errors: `Appending to the log "a"`. */
  readonly what: string
}

/** Runs scripts; what is asked is answered within a time, and a number of bytes may wait for answers. */
export class Engine {
  readonly #connection: RedisConnection
  readonly #options: ResolvedOptions
  readonly #deadlines: Deadlines
  #waiting = 0
  #isClosed = false

  constructor(connection: RedisConnection, options: ResolvedOptions) {
    this.#connection = connection
    this.#options = options
    this.#deadlines = new Deadlines(options.timeout, options.clock)
  }

  /** Runs a script, in time. */
  async run(task: Task): Promise<readonly unknown[]> {
    const [answer] = await this.runWith(task, undefined)
    return answer
  }

  /** Runs a script and sends a command on the same keys along, in time. */
  runWith(task: Task, command: readonly string[] | undefined): Promise<readonly [readonly unknown[], unknown]> {
    const [key = ''] = task.keys
    return this.inTime(task.what, 0, (waiting) =>
      Promise.all([this.send(task, waiting), command && this.#connection.send(key, command, waiting)]),
    )
  }

  /**
   * Waits for work no longer than may be waited, and admits no more of it than may wait.
   *
   * @param size UTF-16 units that it carries
   * @throws LogError as a rejection; TypeError once it is closed.
   */
  async inTime<T>(what: string, size: number, work: (waiting: Waiting) => Promise<T>): Promise<T> {
    const { timeout, maxPendingBytes } = this.#options
    if (this.#isClosed) throw new TypeError(`${what} failed: the logs are closed`)
    const bytes = OVERHEAD + size * 2
    // One is taken, however large.
    if (this.#waiting > 0 && this.#waiting + bytes > maxPendingBytes) {
      const reason = `${this.#waiting} bytes of commands wait for an answer already (maxPendingBytes)`
      throw new LogError('busy', `${what} failed: ${reason}. Redis is away or slow: try again later.`)
    }
    const waiting = new Waiting()
    this.#waiting += bytes
    return new Promise((resolve, reject) => {
      const done = work(waiting)
      const answered = this.#deadlines.add(() => {
        const late = `no answer within ${timeout} ms (timeout). Whether it was done is not known`
        reject(new LogError('timeout', `${what} failed: ${late}; an append can be repeated with its idempotencyKey.`))
        waiting.end()
      })
      const settle = async (): Promise<void> => {
        try {
          resolve(await done)
        } catch (error) {
          reject(failureOf(error, what))
        }
        // Counted for as long as it is kept, whoever waits for it.
        this.#waiting -= bytes
        answered()
      }
      void settle()
    })
  }

  /** Runs a script, however long that takes. */
  async send({ script, keys, args, what }: Task, waiting: Waiting): Promise<readonly unknown[]> {
    const [key = ''] = keys
    const operands = [String(keys.length), ...keys, ...args]
    return answerOf(
      await script.run((command) => this.#connection.send(key, command, waiting), operands, waiting),
      what,
    )
  }

  close(): void {
    this.#isClosed = true
  }
}

function answerOf(reply: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(reply) || typeof reply[0] !== 'string') {
    const advice = 'The client must give replies as arrays of texts'
    throw new LogError('failed', `${what} failed: the answer was ${JSON.stringify(reply)?.slice(0, 200)}. ${advice}.`)
  }
  const [verdict, detail] = reply as readonly unknown[]
  if (verdict === 'too-old') {
    throw new LogError('too-old', `${what} failed: it takes Redis 7.0 or Valkey 7.2, or later, and this is ${detail}`)
  }
  if (verdict === 'too-new') {
    const advice = 'was made by a later version of @eventwire/redis: use that here too'
    throw new LogError('too-new', `${what} failed: the log has format ${detail}, which ${advice}`)
  }
  if (verdict === 'refused') {
    const advice = 'See what the README of @eventwire/redis lists for its ACL'
    throw new LogError('refused', `${what} failed: the user may not run ${detail} on the log's keys. ${advice}.`)
  }
  if (verdict === 'damaged') {
    const advice = 'somebody else has written there. Delete the log'
    throw new LogError('damaged', `${what} failed: its entries and what is noted of them do not agree: ${advice}.`)
  }
  return reply as readonly unknown[]
}
