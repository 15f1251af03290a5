import { LogError } from '@eventwire/server'
import {
  errors,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  type PermissionViolationError,
  type Subscription,
} from '@nats-io/nats-core'
import { Alarm } from './alarm.ts'
import { failureOf } from './failure.ts'
import { Inbox } from './inbox.ts'
import type { ResolvedOptions } from './options.ts'

/** Bytes that a request takes beside what it carries. */
const OVERHEAD = 512

/** Milliseconds between two looks at what is late. */
const LOOK = 10

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

/** A request that waits for its answer. */
interface Flight extends Task {
  readonly subject: string
  readonly bytes: number
  resolve(answer: Msg | undefined): void
  reject(error: LogError): void
}

/** Requests on their way: bounded in bytes and in time, and rejected at once when the connection is lost. */
export class Requests {
  readonly #connection: NatsConnection
  readonly #options: ResolvedOptions
  readonly #inbox: Inbox
  /** By their numbers, which go up. */
  readonly #flying = new Map<number, Flight>()
  /** Bytes of what got no answer, by its number: the client may still have it in its buffers. */
  readonly #stuck = new Map<number, number>()
  readonly #alarm = new Alarm(() => this.#timeOut())
  #count = 0
  #waiting = 0
  #isDown = false
  #isClosed = false

  constructor(connection: NatsConnection, options: ResolvedOptions) {
    this.#connection = connection
    this.#options = options
    this.#inbox = new Inbox(connection, {
      answer: (number, message) => this.#land(number, message),
      refuse: (error) => this.#rejectAll(error),
    })
  }

  task(what: string): Task {
    return { what, deadline: performance.now() + this.#options.timeout }
  }

  /** What NATS answers; `undefined` if nobody listens at the subject. */
  send(task: Task, init: RequestInit): Promise<Msg | undefined> {
    return this.#fly(task, init, (number) => this.#inbox.subjectOf(number))
  }

  /** What NATS answers at last; each of its answers is given to `isLast`. */
  async sendForMany(task: Task, init: RequestInit, isLast: (answer: Msg) => boolean): Promise<Msg | undefined> {
    let inbox: Subscription | undefined
    try {
      return await this.#fly(task, init, (number) => {
        inbox = this.#inbox.open((error, answer) => {
          if (error) this.#take(number)?.reject(failureOf(error, task.what))
          else if (isLast(answer)) this.#land(number, answer)
        })
        return inbox.getSubject()
      })
    } finally {
      if (inbox?.isClosed() === false) inbox.unsubscribe()
    }
  }

  /** NATS has refused to take something: an error for each, in their order. */
  refused(error: PermissionViolationError): void {
    if (error.operation !== 'publish') return
    for (const [number, flight] of this.#flying) {
      if (flight.subject !== error.subject) continue
      this.#take(number)
      flight.reject(failureOf(error, flight.what))
      return
    }
  }

  /** The connection is lost: what was asked is not known to be done, and nothing is asked until {@link up}. */
  down(): void {
    this.#isDown = true
    this.#rejectAll(new Error('the connection to NATS is lost'))
    // The client throws its buffers away.
    this.#stuck.clear()
    this.#waiting = 0
  }

  up(): void {
    this.#isDown = false
  }

  close(): void {
    this.#isClosed = true
    this.#restIfIdle()
  }

  /** @throws TypeError, LogError if it cannot be sent now. */
  #bytesOf({ what }: Task, init: RequestInit): number {
    if (this.#isClosed) throw new TypeError(`${what} failed: the logs are closed`)
    const connection = this.#connection
    // The client would keep it for later, in memory, without a bound.
    if (this.#isDown || connection.isClosed() || connection.isDraining()) throw away(what)
    const bytes = OVERHEAD + (init.size ?? init.payload.length)
    const most = this.#options.maxPendingBytes
    // One is taken, however large.
    if (this.#waiting === 0 || this.#waiting + bytes <= most) return bytes
    const reason = `${this.#waiting} bytes of requests wait for an answer already (maxPendingBytes)`
    throw new LogError('busy', `${what} failed: ${reason}. NATS is slow: try again later.`)
  }

  #fly(task: Task, init: RequestInit, replyTo: (number: number) => string): Promise<Msg | undefined> {
    return new Promise((resolve, reject) => {
      const bytes = this.#bytesOf(task, init)
      const { what, deadline } = task
      const { subject, payload, headers } = init
      const number = this.#count + 1
      try {
        const reply = replyTo(number)
        this.#connection.publish(subject, payload, headers ? { reply, headers } : { reply })
      } catch (error) {
        throw failureOf(error, what)
      }
      this.#count = number
      this.#waiting += bytes
      this.#flying.set(number, { what, deadline, subject, bytes, resolve, reject })
      this.#alarm.set(deadline)
    })
  }

  #land(number: number, answer: Msg): void {
    // One connection is one line: what was sent before this has left the buffers too.
    for (const [each, bytes] of this.#stuck) {
      if (each > number) break
      this.#waiting -= bytes
      this.#stuck.delete(each)
    }
    const isNobodyThere = answer.data.length === 0 && answer.headers?.code === 503
    this.#take(number)?.resolve(isNobodyThere ? undefined : answer)
  }

  #take(number: number): Flight | undefined {
    const flight = this.#flying.get(number)
    if (!flight) return undefined
    this.#flying.delete(number)
    this.#waiting -= flight.bytes
    this.#restIfIdle()
    return flight
  }

  #timeOut(): void {
    const now = performance.now()
    let next = Infinity
    for (const [number, { what, deadline, bytes, reject }] of this.#flying) {
      if (deadline > now) next = Math.min(next, deadline)
      else {
        this.#flying.delete(number)
        this.#stuck.set(number, bytes)
        reject(failureOf(new errors.TimeoutError(), what))
      }
    }
    if (next < Infinity) this.#alarm.set(Math.max(next, now + LOOK))
    this.#restIfIdle()
  }

  #rejectAll(error: Error): void {
    for (const [number, { what, reject }] of this.#flying) {
      this.#take(number)
      reject(failureOf(error, what))
    }
  }

  #restIfIdle(): void {
    if (this.#flying.size > 0) return
    this.#alarm.clear()
    if (this.#isClosed) this.#inbox.close()
  }
}

/** A part of its time, so that there is time to ask otherwise. */
export function hurried(task: Task): Task {
  const now = performance.now()
  return { ...task, deadline: now + (task.deadline - now) / 4 }
}

function away(what: string): LogError {
  return new LogError('unreachable', `${what} failed: NATS is not connected. It was not done: try again later.`)
}
