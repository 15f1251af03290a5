import { LogError } from '@eventwire/server'
import type { JetStream } from './jetstream.ts'
import type { LogNames } from './log-names.ts'
import type { ResolvedOptions } from './options.ts'
import type { Task } from './requests.ts'
import { keysConfig, keysStream } from './stream-config.ts'

/** Where the entries of an append are: the epoch, and seq and tag of each. */
export interface Answer {
  readonly epoch: string
  readonly places: readonly (readonly [seq: number, tag: string])[]
}

/** What was answered to appends with a key, in a stream of its own, so that entries stay dense. */
export class Answers {
  readonly #jetstream: JetStream
  readonly #names: LogNames
  readonly #options: ResolvedOptions

  constructor(jetstream: JetStream, names: LogNames, options: ResolvedOptions) {
    this.#jetstream = jetstream
    this.#names = names
    this.#options = options
  }

  /** @param key as `keyToken` makes it */
  async recall(task: Task, key: string): Promise<Answer | undefined> {
    const text = await this.#jetstream.lastOf(task, keysStream(this.#options), this.#subject(key))
    return text === undefined ? undefined : (JSON.parse(text) as Answer)
  }

  async remember(task: Task, key: string, answer: Answer): Promise<void> {
    const stream = keysStream(this.#options)
    const init = { subject: this.#subject(key), payload: JSON.stringify(answer) }
    if (await this.#jetstream.publish(task, stream, init)) return
    // The first key of all logs.
    await this.#jetstream.create(task, keysConfig(this.#options))
    if (await this.#jetstream.publish(task, stream, init)) return
    const advice = 'Somebody else has made it: choose another prefix'
    throw new LogError('unsuitable', `${task.what} failed: the stream ${stream} takes no keys. ${advice}.`)
  }

  async forget(task: Task): Promise<void> {
    await this.#jetstream.purge(task, keysStream(this.#options), { filter: `${this.#names.keys}.*` })
  }

  #subject(key: string): string {
    return `${this.#names.keys}.${key}`
  }
}

/** Bytes, at most, that are noted of an append of so many entries: seq, tag and signs of each. */
export function answerSize(count: number): number {
  return 64 + 34 * count
}

/** Any text as a token of 64 digits. */
export async function keyToken(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
