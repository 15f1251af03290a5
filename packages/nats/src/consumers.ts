import { LogError } from '@eventwire/server'
import { nuid, type Msg } from '@nats-io/nats-core'
import type { JetStream } from './jetstream.ts'
import { hurried, type Task } from './requests.ts'

/** Messages that follow each other. */
export interface Run {
  readonly first: number
  readonly count: number
  /** Bytes that they take at most, as NATS counts. */
  readonly maxBytes: number
}

/** For a run of fewer, each of so many bytes, to make a consumer takes NATS longer than to look at each. */
const WORTH = { count: 64, bytes: 256 } as const

/** After so long NATS deletes a consumer whose reader is gone, in nanoseconds. */
const INACTIVE = 5_000_000_000

/** Reads runs by consumers, each made for one and deleted after it: three requests, however many messages there are. */
export class Consumers {
  readonly #jetstream: JetStream
  readonly #isStandalone: () => boolean
  #isRefused = false

  /** @param isStandalone of a cluster, all servers have to agree on a consumer */
  constructor(jetstream: JetStream, isStandalone: () => boolean) {
    this.#jetstream = jetstream
    this.#isStandalone = isStandalone
  }

  isWorth({ count, maxBytes }: Run): boolean {
    return Math.min(count, maxBytes / WORTH.bytes) >= WORTH.count && !this.#isRefused && this.#isStandalone()
  }

  /** The messages that have come: fewer, or none, if one is not there, or takes too much, or the consumer fails. */
  async read(task: Task, stream: string, { first, count, maxBytes }: Run): Promise<readonly Msg[]> {
    const messages: Msg[] = []
    let bytes = 0
    const name = nuid.next()
    const soon = hurried(task)
    const isLast = (message: Msg): boolean => {
      if (deliveredSeq(message.reply ?? '') !== first + messages.length) return true
      bytes += sizeOf(message)
      // Where they are met to the byte, NATS sends no status.
      return messages.push(message) === count || bytes >= maxBytes
    }
    try {
      const config = { name, deliver_policy: 'by_start_sequence', opt_start_seq: first, ack_policy: 'none' }
      const more = { mem_storage: true, inactive_threshold: INACTIVE }
      if (!(await this.#jetstream.createConsumer(soon, stream, name, { ...config, ...more }))) return messages
      const next = { batch: count, max_bytes: maxBytes, no_wait: true }
      await this.#jetstream.next(soon, stream, name, next, isLast).finally(() => void this.#delete(task, stream, name))
    } catch (error) {
      this.#meet(error)
    }
    return messages
  }

  async #delete(task: Task, stream: string, name: string): Promise<void> {
    try {
      await this.#jetstream.deleteConsumer(task, stream, name)
    } catch (error) {
      this.#meet(error)
    }
  }

  /** Consumers are never needed: whoever wants the messages asks for each, and tells whatever is wrong. */
  #meet(error: unknown): void {
    if (error instanceof LogError && error.code === 'refused') this.#isRefused = true
  }
}

/** `$JS.ACK.stream.consumer.deliveries.seq.…`; later versions put domain and account before. No number, if it is a status. */
export function deliveredSeq(reply: string): number {
  const tokens = reply.split('.')
  return Number(tokens[tokens.length < 11 ? 5 : 7])
}

/** What NATS counts. As with `inboxPrefix`, the client's other packages ask for it too, and its types do not have it. */
function sizeOf(message: Msg & { size?(): number }): number {
  return message.size?.() ?? 0
}
