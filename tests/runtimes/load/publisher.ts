import { encode } from '@eventwire/encoder'
import { HealthyReader } from './healthy-reader.ts'
import { EVENT_SIZE, payload } from './payload.js'
import type { Subject } from './subject.ts'

/** Events that are published at once: 4 MiB, half of what the log keeps. */
const BLOCK = (4 * 2 ** 20) / EVENT_SIZE

/** Orders a server to publish as fast as its healthy readers read, and measures that. */
export class Publisher {
  /** The number of the last event. */
  last = 0
  readonly #subject: Subject
  readonly #readers: HealthyReader[] = []

  constructor(subject: Subject) {
    this.#subject = subject
  }

  /** One healthy reader more. */
  async join(): Promise<void> {
    this.#readers.push(await HealthyReader.open(this.#subject.port, `retry: 1000\n\nid: e-${this.last}\n\n`))
  }

  /** Publishes so many blocks of 4 MiB. Gives the milliseconds that each took to be read by all. */
  async publish(blocks: number): Promise<readonly number[]> {
    const times: number[] = []
    while (times.length < blocks) {
      const frames = Buffer.from(Array.from({ length: BLOCK }, (_, index) => frame(this.last + 1 + index)).join(''))
      this.last += BLOCK
      const start = performance.now()
      const all = this.#readers.map((reader) => reader.gets(frames))
      await Promise.all([this.#subject.order('publish', BLOCK), ...all])
      times.push(performance.now() - start)
    }
    return times
  }

  close(): void {
    for (const reader of this.#readers) reader.close()
  }
}

function frame(number: number): string {
  return encode({ id: `e-${number}`, data: payload(number) })
}
