import { LogError } from '@eventwire/server'
import type { RedisConnection } from './connection.ts'
import { failureOf, isScriptUnknown } from './failure.ts'
import type { ResolvedOptions } from './options.ts'
import type { Script } from './script.ts'

/** Bytes that a command takes beside what it carries, for the client and for us. */
const OVERHEAD = 1_024

/** A script with what it is run on. */
export interface Task {
  readonly script: Script
  readonly keys: readonly string[]
  readonly args: readonly string[]
  /** What this is, for errors: `Appending to the log "a"`. */
  readonly what: string
  /** UTF-16 units that it carries. */
  readonly size?: number
}

/** Runs scripts, each within a time, and all within a number of bytes that wait for an answer. */
export class Engine {
  readonly #connection: RedisConnection
  readonly #options: ResolvedOptions
  #waiting = 0
  #isClosed = false

  constructor(connection: RedisConnection, options: ResolvedOptions) {
    this.#connection = connection
    this.#options = options
  }

  /** @throws LogError as a rejection; TypeError once it is closed. */
  async run(task: Task): Promise<readonly unknown[]> {
    if (this.#isClosed) throw new TypeError(`${task.what} failed: the logs are closed`)
    const { maxPendingBytes } = this.#options
    const size = OVERHEAD + (task.size ?? 0) * 2
    // One is taken, however large.
    if (this.#waiting > 0 && this.#waiting + size > maxPendingBytes) {
      const waiting = `${this.#waiting} bytes of commands wait for an answer already (maxPendingBytes)`
      throw new LogError('busy', `${task.what} failed: ${waiting}. Redis is away or slow: try again later.`)
    }
    return answerOf(await this.#inTime(task, size), task.what)
  }

  close(): void {
    this.#isClosed = true
  }

  #inTime(task: Task, size: number): Promise<unknown> {
    const { timeout, clock } = this.#options
    const over = new AbortController()
    return new Promise((resolve, reject) => {
      const timer = clock.setTimeout(() => {
        const late = `no answer within ${timeout} ms (timeout). Whether it was done is not known`
        reject(
          new LogError('timeout', `${task.what} failed: ${late}; an append can be repeated with its idempotencyKey.`),
        )
        over.abort()
      }, timeout)
      this.#waiting += size
      this.#send(task, over.signal)
        // Counted for as long as the client keeps it, whoever waits for it.
        .finally(() => {
          this.#waiting -= size
          clock.clearTimeout(timer)
        })
        .then(resolve, (error: unknown) => reject(failureOf(error, task.what)))
    })
  }

  async #send({ script, keys, args }: Task, signal: AbortSignal): Promise<unknown> {
    const [key = ''] = keys
    try {
      const reply = await this.#connection.send(key, script.call(keys, args), signal)
      await script.hasRun()
      return reply
    } catch (error) {
      if (!isScriptUnknown(error) || signal.aborted) throw error
    }
    return this.#connection.send(key, script.callBySource(keys, args), signal)
  }
}

function answerOf(reply: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(reply)) throw new LogError('failed', `${what} failed: Redis answered ${JSON.stringify(reply)}`)
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
