import type { EntryInit, GapVerdict, Mark, Page, Position } from '@eventwire/server'
import { AgeTrimmer } from './age.ts'
import { Answers, keyToken, type Answer } from './answers.ts'
import { Appender } from './appender.ts'
import type { Consumers } from './consumers.ts'
import { EntryReader } from './entries.ts'
import { Feed } from './feed.ts'
import type { Feeds } from './feeds.ts'
import type { JetStream } from './jetstream.ts'
import type { LogNames } from './log-names.ts'
import type { HeardLimits } from './heard.ts'
import { LogReader, NEAR, type News } from './log-reader.ts'
import { LogStream } from './log-stream.ts'
import type { ResolvedOptions } from './options.ts'
import { markAt } from './position.ts'
import type { Bounds, Reading } from './reading.ts'
import type { Task } from './requests.ts'
import type { Tags } from './tags.ts'

/** What the logs of a store share. */
export interface Shared {
  readonly jetstream: JetStream
  readonly consumers: Consumers
  readonly feeds: Feeds
  readonly options: ResolvedOptions
  readonly tags: Tags
  /** Bytes that the server takes in a message. */
  maxPayload(): number
}

/** Entries, and bytes of data, that one who follows is given at a time. */
const PAGE = { limit: 1_000, maxBytes: 256 * 1024 } as const

/** NATS, for one log. */
export class LogAccess {
  readonly #shared: Shared
  readonly #names: LogNames
  readonly #stream: LogStream
  readonly #reader: LogReader
  readonly #answers: Answers
  readonly #appender: Appender

  constructor(shared: Shared, names: LogNames) {
    const { jetstream, consumers, options, tags, maxPayload } = shared
    this.#shared = shared
    this.#names = names
    const stream = new LogStream(jetstream, names, options)
    const entries = new EntryReader(jetstream, consumers, names)
    const age = new AgeTrimmer(jetstream, names, options, entries)
    this.#stream = stream
    this.#reader = new LogReader({ stream, entries, options, trimmed: (task, state) => age.trim(task, state) })
    this.#answers = new Answers(jetstream, names, options)
    this.#appender = new Appender({ jetstream, stream, entries, names, options, tags, maxPayload })
  }

  /** @returns `undefined` if the log has ended */
  async append(inits: readonly EntryInit[], idempotencyKey?: string): Promise<readonly Position[] | undefined> {
    const task = this.#task('Appending to')
    if (idempotencyKey !== undefined) return this.#appendOnce(task, inits, idempotencyKey)
    if (inits.length === 0) return []
    return positionsOf(await this.#appender.append(task, inits, undefined))
  }

  async read(after: string, limit: number, maxBytes: number): Promise<Page | GapVerdict> {
    return (await this.#reader.read(this.#task('Reading'), after, limit, maxBytes)).verdict
  }

  bounds(): Promise<Bounds> {
    return this.#reader.bounds(this.#task('Reading'))
  }

  end(): Promise<void> {
    return this.#stream.end(this.#task('Ending'))
  }

  async delete(): Promise<void> {
    const { jetstream, feeds } = this.#shared
    const task = this.#task('Deleting')
    // Before, or those who follow would make it anew by reading it.
    feeds.finish(this.#names)
    feeds.tellDeleted(this.#names)
    await jetstream.delete(task, this.#names.stream)
    await this.#answers.forget(task)
  }

  /** What those who follow the log on this node share. */
  feed(): Feed {
    return this.#shared.feeds.of(this.#names, () => {
      const { limit, maxBytes } = PAGE
      const read = (after: Mark, news: News | undefined): Promise<Reading> => {
        const task = this.#task('Reading')
        if (!news) return this.#reader.read(task, after.position, limit, maxBytes)
        return this.#reader.follow(task, after.position, news, limit, maxBytes)
      }
      const feed = new Feed(heardLimits(this.#shared.options), read)
      return { feed, look: async () => feed.observe(await this.bounds()) }
    })
  }

  wake(): void {
    this.#shared.feeds.wake(this.#names)
  }

  async #appendOnce(
    task: Task,
    inits: readonly EntryInit[],
    idempotencyKey: string,
  ): Promise<readonly Position[] | undefined> {
    const key = await keyToken(idempotencyKey)
    const known = await this.#answers.recall(task, key)
    if (known && (await this.#isThere(task, known))) return positionsOf(known)
    const answer = await this.#appender.append(task, inits, key)
    if (answer) await this.#answers.remember(task, key, answer)
    return positionsOf(answer)
  }

  /** Whether the log still has what was answered, or has trimmed it: it may have lost it. */
  async #isThere(task: Task, answer: Answer): Promise<boolean> {
    const last = positionsOf(answer)?.at(-1)
    if (last === undefined) return (await this.#stream.state(task)).epoch === answer.epoch
    const { verdict } = await this.#reader.read(task, last, 0, 1)
    return verdict.kind === 'entries' || verdict.gap.reason === 'trimmed'
  }

  #task(act: string): Task {
    return this.#shared.jetstream.task(`${act} the log ${JSON.stringify(this.#names.log)}`)
  }
}

/** So much that none of it is trimmed yet. What is too old has to be looked for. */
function heardLimits({ maxEntries, maxBytes, maxAge }: ResolvedOptions): HeardLimits {
  if (maxAge !== Infinity) return { entries: 0, size: 0 }
  return { entries: Math.min(256, Math.floor(maxEntries / NEAR)), size: Math.min(64 * 1024, maxBytes / NEAR) }
}

function positionsOf(answer: Answer | undefined): readonly Position[] | undefined {
  return answer?.places.map(([seq, tag]) => markAt(answer.epoch, seq, tag).position)
}
