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
      const start = performance.now()
      const published = this.#subject.order('publish', BLOCK)
      // Before this turn ends, and so before any of it is read.
      const frames = Buffer.concat(Array.from({ length: BLOCK }, (_, index) => frame(this.last + 1 + index)))
      this.last += BLOCK
      await Promise.all([published, ...this.#readers.map((reader) => reader.gets(frames))])
      times.push(performance.now() - start)
    }
    return times
  }

  close(): void {
    for (const reader of this.#readers) reader.close()
  }
}

/** Filled, which takes less than to encode the payload again. */
function frame(number: number): Buffer {
  return Buffer.concat([
    Buffer.from(`id: e-${number}\ndata: `),
    Buffer.alloc(EVENT_SIZE, payload(number).slice(0, 16)),
    Buffer.from('\n\n'),
  ])
}
