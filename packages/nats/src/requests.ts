import { LogError } from '@eventwire/server'
import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/nats-core'
import { failureOf, isNobodyThere, isTimeout } from './failure.ts'
import type { ResolvedOptions } from './options.ts'

/** Bytes that a request takes beside what it carries. */
const OVERHEAD = 512

/** Something that is asked, in one or more requests, within one time. */
export interface Task {
  /** What this is, for errors: `Appending to the log "a"`. */
  readonly what: string
  /** When its time is over, by `performance.now()`. */
  readonly deadline: number
}

export interface RequestInit {
  readonly subject: string
  readonly payload: Uint8Array | string
  readonly headers?: MsgHdrs
  /** Bytes of it all, if there is more to it than the payload. */
  readonly size?: number
}

/** Requests on their way: bounded in bytes and in time, and rejected at once when the connection is lost. */
export class Requests {
  readonly #connection: NatsConnection
  readonly #options: ResolvedOptions
  readonly #flying = new Set<(error: Error) => void>()
  /** What got no answer, by its number: the client may still have it in its buffers. */
  readonly #stuck = new Map<number, number>()
  #count = 0
  #waiting = 0
  #isDown = false
  #isClosed = false

  constructor(connection: NatsConnection, options: ResolvedOptions) {
    this.#connection = connection
    this.#options = options
  }

  task(what: string): Task {
    return { what, deadline: performance.now() + this.#options.timeout }
  }

  /** What NATS answers; `undefined` if nobody listens at the subject. */
  async send({ what, deadline }: Task, init: RequestInit): Promise<Msg | undefined> {
    if (this.#isClosed) throw new TypeError(`${what} failed: the logs are closed`)
    // The client would keep it for later, in memory, without a bound.
    if (this.#isDown || this.#connection.isClosed()) throw away(what)
    const bytes = OVERHEAD + (init.size ?? init.payload.length)
    const most = this.#options.maxPendingBytes
    // One is taken, however large.
    if (this.#waiting > 0 && this.#waiting + bytes > most) {
      const reason = `${this.#waiting} bytes of requests wait for an answer already (maxPendingBytes)`
      throw new LogError('busy', `${what} failed: ${reason}. NATS is slow: try again later.`)
    }
    this.#count += 1
    const number = this.#count
    this.#waiting += bytes
    const { subject, payload, headers } = init
    try {
      const timeout = Math.max(Math.ceil(deadline - performance.now()), 1)
      const answer = await this.#orDown(
        this.#connection.request(subject, payload, { timeout, ...(headers && { headers }) }),
      )
      this.#landed(number, bytes)
      return answer
    } catch (error) {
      if (isTimeout(error)) this.#stuck.set(number, bytes)
      else this.#landed(number, bytes)
      if (isNobodyThere(error)) return undefined
      throw failureOf(error, what)
    }
  }

  /** The connection is lost: what was asked is not known to be done, and nothing is asked until {@link up}. */
  down(): void {
    this.#isDown = true
    for (const reject of this.#flying) reject(new Error('the connection to NATS is lost'))
    this.#flying.clear()
    // The client throws its buffers away.
    for (const bytes of this.#stuck.values()) this.#waiting -= bytes
    this.#stuck.clear()
  }

  up(): void {
    this.#isDown = false
  }

  close(): void {
    this.#isClosed = true
  }

  #landed(number: number, bytes: number): void {
    this.#waiting -= bytes
    // One connection is one line: what was sent before this has left the buffers too.
    for (const [each, stuck] of this.#stuck) {
      if (each > number) break
      this.#waiting -= stuck
      this.#stuck.delete(each)
    }
  }

  #orDown(answer: Promise<Msg>): Promise<Msg> {
    return new Promise((resolve, reject) => {
      this.#flying.add(reject)
      answer.then(resolve, reject).finally(() => this.#flying.delete(reject))
    })
  }
}

function away(what: string): LogError {
  return new LogError('unreachable', `${what} failed: NATS is not connected. It was not done: try again later.`)
}
