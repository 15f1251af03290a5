import type { Entry } from '@eventwire/server'
import type { Msg } from '@nats-io/nats-core'
import type { Consumers, Run } from './consumers.ts'
import type { JetStream } from './jetstream.ts'
import type { LogNames } from './log-names.ts'
import { isOfLife } from './log-stream.ts'
import { PageBuilder } from './page.ts'
import type { Task } from './requests.ts'

/** Requests on their way for one page, at most. */
const WINDOW = { first: 16, most: 256 } as const

/** Which entries are wanted: those after a seq up to another, and no more than may be. */
export interface Wanted {
  readonly epoch: string
  readonly after: number
  readonly upTo: number
  readonly limit: number
  readonly maxBytes: number
}

interface Reading extends Run {
  readonly messages: Promise<readonly Msg[]>
}

/** Reads entries of a stream: many by a consumer, and few by one request for each, many at a time. */
export class EntryReader {
  readonly #jetstream: JetStream
  readonly #consumers: Consumers
  readonly #names: LogNames
  /** Asked for and not answered yet: when a node comes back, all its clients read the same entries at once. */
  readonly #asked = new Map<number, Promise<Msg | undefined>>()
  readonly #runs = new Set<Reading>()

  constructor(jetstream: JetStream, consumers: Consumers, names: LogNames) {
    this.#jetstream = jetstream
    this.#consumers = consumers
    this.#names = names
  }

  /** A message of this epoch; `undefined` if it is not there. */
  async message(task: Task, epoch: string, seq: number): Promise<Msg | undefined> {
    return this.#ofLife(epoch, await (this.#asked.get(seq) ?? this.#ask(task, seq)))
  }

  /** The oldest message of this epoch that is there from a seq on; `undefined` if there is none. */
  async oldestFrom(task: Task, epoch: string, seq: number): Promise<Msg | undefined> {
    return this.#ofLife(epoch, await this.#jetstream.firstFrom(task, this.#names.stream, seq))
  }

  /** The entries, without a hole: up to the first that is not there. */
  async page(task: Task, { epoch, after, upTo, limit, maxBytes }: Wanted): Promise<readonly Entry[]> {
    const page = new PageBuilder(epoch, after, maxBytes)
    const last = Math.min(upTo, after + limit)
    const run = { first: after + 1, count: last - after, maxBytes }
    let window: number = WINDOW.first
    if (this.#consumers.isWorth(run)) {
      const messages = await this.#run(task, run)
      for (const message of messages) {
        if (!isOfLife(this.#names, epoch, message.subject) || !page.add(message)) break
        if (page.seq === last) break
      }
      if (page.entries.length > 0) return page.entries
      // It may be too large to come along with others.
      window = 1
    }
    while (page.seq < last) {
      const seqs = Array.from({ length: Math.min(last - page.seq, window) }, (_, index) => page.seq + 1 + index)
      for (const message of await Promise.all(seqs.map((seq) => this.message(task, epoch, seq)))) {
        if (!page.add(message)) return page.entries
      }
      window = Math.max(1, Math.min(window * 4, WINDOW.most, page.room))
    }
    return page.entries
  }

  #ofLife(epoch: string, message: Msg | undefined): Msg | undefined {
    const subject = message?.headers?.get('Nats-Subject') ?? ''
    return isOfLife(this.#names, epoch, subject) ? message : undefined
  }

  #ask(task: Task, seq: number): Promise<Msg | undefined> {
    const asking = this.#jetstream.get(task, this.#names.stream, seq).finally(() => this.#asked.delete(seq))
    this.#asked.set(seq, asking)
    return asking
  }

  /** The messages of a run, or of the end of another that is being read. */
  async #run(task: Task, run: Run): Promise<readonly Msg[]> {
    for (;;) {
      const other = [...this.#runs].find(({ first, count }) => first <= run.first && run.first < first + count)
      if (!other) break
      const messages = (await other.messages).slice(run.first - other.first)
      if (messages.length > 0 || other.first === run.first) return messages
    }
    const messages = this.#consumers.read(task, this.#names.stream, run).finally(() => this.#runs.delete(reading))
    const reading = { ...run, messages }
    this.#runs.add(reading)
    return messages
  }
}
