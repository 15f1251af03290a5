import type { Entry } from '@eventwire/server'
import type { Msg } from '@nats-io/nats-core'
import { entryOf } from './entry-message.ts'
import type { JetStream } from './jetstream.ts'
import type { LogNames } from './log-names.ts'
import { isOfLife } from './log-stream.ts'
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

/** Reads entries of a stream, one request for each, many at a time. */
export class EntryReader {
  readonly #jetstream: JetStream
  readonly #names: LogNames
  /** Asked for and not answered yet: when a node comes back, all its clients read the same entries at once. */
  readonly #asked = new Map<number, Promise<Msg | undefined>>()

  constructor(jetstream: JetStream, names: LogNames) {
    this.#jetstream = jetstream
    this.#names = names
  }

  /** A message of this epoch; `undefined` if it is not there. */
  async message(task: Task, epoch: string, seq: number): Promise<Msg | undefined> {
    const message = await (this.#asked.get(seq) ?? this.#ask(task, seq))
    const subject = message?.headers?.get('Nats-Subject') ?? ''
    return isOfLife(this.#names, epoch, subject) ? message : undefined
  }

  /** The entries, without a hole: up to the first that is not there. */
  async page(task: Task, { epoch, after, upTo, limit, maxBytes }: Wanted): Promise<readonly Entry[]> {
    const entries: Entry[] = []
    const last = Math.min(upTo, after + limit)
    let [bytes, window] = [0, WINDOW.first as number]
    for (let seq = after; seq < last;) {
      const count = Math.min(last - seq, window)
      const seqs = Array.from({ length: count }, (_, index) => seq + 1 + index)
      for (const [index, message] of (
        await Promise.all(seqs.map((each) => this.message(task, epoch, each)))
      ).entries()) {
        if (!message) return entries
        bytes += message.data.length
        // One is given however large.
        if (bytes > maxBytes && entries.length > 0) return entries
        entries.push(entryOf(epoch, seq + 1 + index, message))
      }
      seq += count
      // As many as will fit, if the next are like those.
      const mean = Math.max(bytes / entries.length, 1)
      window = Math.max(1, Math.min(window * 4, WINDOW.most, Math.ceil((maxBytes - bytes) / mean)))
    }
    return entries
  }

  #ask(task: Task, seq: number): Promise<Msg | undefined> {
    const asking = this.#jetstream.get(task, this.#names.stream, seq).finally(() => this.#asked.delete(seq))
    this.#asked.set(seq, asking)
    return asking
  }
}
