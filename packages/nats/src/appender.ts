import { LogError, type EntryInit } from '@eventwire/server'
import { answerSize, type Answer } from './answers.ts'
import type { EntryReader } from './entries.ts'
import { entryMessage, tagOf } from './entry-message.ts'
import type { JetStream } from './jetstream.ts'
import { entrySubject, type LogNames } from './log-names.ts'
import type { LogStream } from './log-stream.ts'
import type { ResolvedOptions } from './options.ts'
import type { Task } from './requests.ts'
import type { Tags } from './tags.ts'

export interface AppenderParts {
  readonly jetstream: JetStream
  readonly stream: LogStream
  readonly entries: EntryReader
  readonly names: LogNames
  readonly options: ResolvedOptions
  readonly tags: Tags
  /** Bytes that the server takes in a message. */
  maxPayload(): number
}

type Place = Answer['places'][number]

/** Entries and bytes on their way at a time. */
const AT_ONCE = { entries: 256, bytes: 4 * 1024 * 1024 } as const

/** Rounds of a log that others delete or renew meanwhile. */
const ROUNDS = 4

/** Publishes entries: each a message of its own, since NATS 2.9 has no batches. */
export class Appender {
  readonly #parts: AppenderParts

  constructor(parts: AppenderParts) {
    this.#parts = parts
  }

  /** @returns `undefined` if the log has ended, and nothing was appended */
  async append(task: Task, inits: readonly EntryInit[], key: string | undefined): Promise<Answer | undefined> {
    const { stream } = this.#parts
    for (let round = 0; round < ROUNDS; round += 1) {
      const epoch = await stream.epoch(task)
      const places = await this.#publish(task, epoch, inits, key)
      if (places.length === inits.length) return { epoch, places }
      if (places.length > 0) {
        throw new LogError(
          'failed',
          `${partly(task, places.length, inits.length)}: the log was ended or deleted meanwhile.`,
        )
      }
      // No stream takes them: the log has ended, or begun anew.
      if ((await stream.state(task)).isClosed) return undefined
    }
    throw new LogError('busy', `${task.what} failed: somebody else makes and deletes its stream. Try again later.`)
  }

  /** Where the entries are; fewer, if from some on no stream takes them. */
  async #publish(
    task: Task,
    epoch: string,
    inits: readonly EntryInit[],
    key: string | undefined,
  ): Promise<readonly Place[]> {
    const messages = this.#messages(task, epoch, inits, key)
    const places: Place[] = []
    for (let from = 0; from < messages.length;) {
      const group = groupFrom(messages, from)
      const results = await Promise.allSettled(group.map((message) => this.#publishOne(task, epoch, message)))
      const failure = results.find((result) => result.status === 'rejected')
      const done = results.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value] : []))
      places.push(...done)
      if (failure) throw this.#brokenOff(task, failure.reason, places.length, inits.length)
      if (done.length < group.length) break
      from += group.length
    }
    return places
  }

  #messages(task: Task, epoch: string, inits: readonly EntryInit[], key: string | undefined): readonly Prepared[] {
    const { names, options, tags, maxPayload } = this.#parts
    const time = options.clock.now()
    const most = maxPayload()
    if (key !== undefined && answerSize(inits.length) > most) {
      const sizes = `where ${inits.length} entries are takes more than a message of this server, of ${most} bytes`
      const advice = 'Append less with one idempotencyKey, or raise max_payload'
      throw new LogError('too-large', `${task.what} failed: ${sizes}, to remember it. ${advice}.`)
    }
    return inits.map((init, index) => {
      const tag = tags.next()
      // Of one life of the log: what an earlier one has appended is not there any more.
      const id = key === undefined ? undefined : `${epoch}.${key}.${index}`
      const message = {
        tag,
        subject: entrySubject(names, epoch, init.channel),
        ...entryMessage(init, { tag, time, id }),
      }
      if (message.size <= most) return message
      const advice = 'Raise max_payload, or lower maxEntryBytes to be told earlier'
      const sizes = `an entry takes ${message.size} bytes with its headers, and a message of this server ${most}`
      throw new LogError('too-large', `${task.what} failed: ${sizes} (max_payload). ${advice}.`)
    })
  }

  async #publishOne(task: Task, epoch: string, message: Prepared): Promise<Place | undefined> {
    const { jetstream, names, entries, stream } = this.#parts
    const ack = await jetstream.publish(task, names.stream, message)
    if (!ack) return undefined
    if (!ack.duplicate) return [ack.seq, message.tag]
    const first = await entries.message(task, epoch, ack.seq)
    if (first) return [ack.seq, tagOf(first)]
    // What is trimmed is told so by its seq, whatever its tag.
    if ((await stream.state(task)).floorSeq >= ack.seq) return [ack.seq, '0']
    const sentence = `the entry ${ack.seq}, which was appended by this key before, could not be looked at in time`
    throw new LogError('timeout', `${task.what} failed: ${sentence}. Repeat it with its idempotencyKey.`)
  }

  #brokenOff(task: Task, reason: unknown, done: number, all: number): unknown {
    if (all === 1 || !(reason instanceof LogError)) return reason
    const { message, code } = reason
    return new LogError(code, `${partly(task, done, all)}: ${message}`, { cause: reason })
  }
}

interface Prepared extends ReturnType<typeof entryMessage> {
  readonly tag: string
  readonly subject: string
}

function groupFrom(messages: readonly Prepared[], from: number): readonly Prepared[] {
  let [count, bytes] = [0, 0]
  for (const { size } of messages.slice(from, from + AT_ONCE.entries)) {
    bytes += size
    if (count > 0 && bytes > AT_ONCE.bytes) break
    count += 1
  }
  return messages.slice(from, from + count)
}

function partly({ what }: Task, done: number, all: number): string {
  const how = 'to repeat it with its idempotencyKey appends the others'
  return `${what} broke off: ${done} of ${all} entries are known to be there, and ${how}`
}
