import { LogError } from '@eventwire/server'
import { errors, type Msg } from '@nats-io/nats-core'
import { apiFailure, failureOf, type ApiError } from './failure.ts'
import { hurried, type RequestInit, type Requests, type Task } from './requests.ts'
import type { StreamConfig } from './stream-config.ts'

/** How a stream is, as NATS tells it. */
export interface StreamInfo {
  readonly config: StreamConfig
  readonly state: { readonly messages: number; readonly first_seq: number; readonly last_seq: number }
}

/** Where a message was stored, or that one with its id had been stored before. */
export interface PublishAck {
  readonly stream: string
  readonly seq: number
  readonly duplicate?: boolean
}

const STREAM_NOT_FOUND = 10_059
const CONSUMER_NOT_FOUND = 10_014
const NAME_IN_USE = 10_058
const NO_MESSAGE = 10_037
const WRONG_LAST_SEQUENCE = 10_071

/** The API of JetStream, as far as logs need it. */
export class JetStream {
  readonly #requests: Requests
  readonly #api: string

  constructor(requests: Requests, domain: string) {
    this.#requests = requests
    this.#api = domain === '' ? '$JS.API' : `$JS.${domain}.API`
  }

  task(what: string): Task {
    return this.#requests.task(what)
  }

  /** `undefined` if there is no such stream. */
  async info(task: Task, stream: string): Promise<StreamInfo | undefined> {
    return this.#ask<StreamInfo>(task, `STREAM.INFO.${stream}`, {}, STREAM_NOT_FOUND)
  }

  /** `undefined` if there is one of its name, otherwise configured. */
  async create(task: Task, config: StreamConfig): Promise<StreamInfo | undefined> {
    return this.#ask<StreamInfo>(task, `STREAM.CREATE.${config.name}`, config, NAME_IN_USE)
  }

  async update(task: Task, config: StreamConfig): Promise<StreamInfo | undefined> {
    return this.#ask<StreamInfo>(task, `STREAM.UPDATE.${config.name}`, config, STREAM_NOT_FOUND)
  }

  async delete(task: Task, stream: string): Promise<void> {
    await this.#ask(task, `STREAM.DELETE.${stream}`, {}, STREAM_NOT_FOUND)
  }

  /** Removes what is before a seq, or what has a subject. */
  async purge(
    task: Task,
    stream: string,
    which: { readonly seq: number } | { readonly filter: string },
  ): Promise<void> {
    await this.#ask(task, `STREAM.PURGE.${stream}`, which, STREAM_NOT_FOUND)
  }

  /** A message of a stream; `undefined` if it, or the stream, is not there. */
  async get(task: Task, stream: string, seq: number): Promise<Msg | undefined> {
    return this.#get(task, stream, { seq })
  }

  /** The first message of a stream that is there from a seq on; `undefined` if there is none, or no stream. */
  async firstFrom(task: Task, stream: string, seq: number): Promise<Msg | undefined> {
    return this.#get(task, stream, { seq, next_by_subj: '>' })
  }

  /** False if there is no such stream. */
  async createConsumer(task: Task, stream: string, name: string, config: object): Promise<boolean> {
    const body = { stream_name: stream, config }
    return (await this.#ask(task, `CONSUMER.CREATE.${stream}.${name}`, body, STREAM_NOT_FOUND)) !== undefined
  }

  /** Gives each of the consumer's next messages, and then a status, to `isLast`, until it says so. */
  async next(
    task: Task,
    stream: string,
    consumer: string,
    which: object,
    isLast: (message: Msg) => boolean,
  ): Promise<void> {
    const subject = `${this.#api}.CONSUMER.MSG.NEXT.${stream}.${consumer}`
    await this.#requests.sendForMany(task, { subject, payload: JSON.stringify(which) }, isLast)
  }

  async deleteConsumer(task: Task, stream: string, name: string): Promise<void> {
    await this.#ask(task, `CONSUMER.DELETE.${stream}.${name}`, {}, STREAM_NOT_FOUND, CONSUMER_NOT_FOUND)
  }

  /** The payload of a subject's newest message, which is ASCII; `undefined` if it, or the stream, is not there. */
  async lastOf(task: Task, stream: string, subject: string): Promise<string | undefined> {
    // Of a stream that is not there a direct get would not be answered at all.
    const call = `STREAM.MSG.GET.${stream}`
    const found = await this.#ask<{ readonly message: { readonly data?: string } }>(
      task,
      call,
      { last_by_subj: subject },
      STREAM_NOT_FOUND,
      NO_MESSAGE,
    )
    return found && atob(found.message.data ?? '')
  }

  /**
   * @returns `undefined` if no stream takes the subject, or a condition of the message does not hold
   * @throws LogError as a rejection, `unsuitable` if another stream has taken it.
   */
  async publish(task: Task, stream: string, init: RequestInit): Promise<PublishAck | undefined> {
    const answer = await this.#requests.send(task, init)
    const ack = answer && answerOf<PublishAck>(answer, task, [WRONG_LAST_SEQUENCE])
    if (!ack || ack.stream === stream) return ack
    const advice = 'Somebody else has made it: choose another prefix'
    const taken = `the stream ${JSON.stringify(ack.stream)} has taken it, and not ${stream}`
    throw new LogError('unsuitable', `${task.what} failed: ${taken}. ${advice}.`)
  }

  async #get(task: Task, stream: string, which: object): Promise<Msg | undefined> {
    const subject = `${this.#api}.DIRECT.GET.${stream}`
    const answer = await this.#soon(task, { subject, payload: JSON.stringify(which) })
    if (!answer || answer.headers?.code === 404) return undefined
    if (!answer.headers || answer.headers.code === 0) return answer
    const { code, description } = answer.headers
    throw apiFailure({ code, description }, task.what)
  }

  /**
   * NATS does not answer at all if the stream was deleted just now: after a part of the time it counts as not there, so
   * that there is time to look whether there still is one.
   */
  async #soon(task: Task, init: RequestInit): Promise<Msg | undefined> {
    try {
      return await this.#requests.send(hurried(task), init)
    } catch (error) {
      if (error instanceof LogError && error.code === 'timeout') return undefined
      throw error
    }
  }

  async #ask<T>(task: Task, call: string, body: unknown, ...unless: readonly number[]): Promise<T | undefined> {
    const subject = `${this.#api}.${call}`
    const answer = await this.#requests.send(task, { subject, payload: JSON.stringify(body) })
    if (!answer) throw failureOf(new errors.NoRespondersError(subject), task.what)
    return answerOf<T>(answer, task, unless)
  }
}

function jsonOf(answer: Msg, { what }: Task): { readonly error?: ApiError } {
  try {
    return answer.json()
  } catch (cause) {
    const advice = 'Somebody else listens to the subjects of logs: choose another prefix'
    throw new LogError('unsuitable', `${what} failed: what has answered is no JetStream. ${advice}.`, { cause })
  }
}

function answerOf<T>(answer: Msg, task: Task, unless: readonly number[] = []): T | undefined {
  const { error, ...rest } = jsonOf(answer, task)
  if (!error) return rest as T
  if (unless.includes(error.err_code ?? 0)) return undefined
  throw apiFailure(error, task.what)
}
