import process from 'node:process'
import { EventEnds } from './event-ends.ts'

const NEVER = new Int32Array(new SharedArrayBuffer(4))
/** Milliseconds. */
const NAP = 1

/** Counts the events that all readers have read. Nothing is made per event, so that the readers keep up. */
export class Tally {
  readonly #done: (events: number, latencies: readonly number[]) => void
  #events = 0
  #expected = Infinity
  #resting = false
  /** Microseconds from publishing to reading, of the first event of each read. */
  #latencies: number[] | undefined

  constructor(done: (events: number, latencies: readonly number[]) => void) {
    this.#done = done
  }

  /** Calls back once so many more events have ended. */
  expect(events: number, times: boolean): void {
    this.#events = 0
    this.#expected = events
    this.#latencies = times ? [] : undefined
  }

  /** How one connection's bytes are counted: give it what was read, `length` bytes. */
  connection(): (bytes: Buffer, length: number) => void {
    const ends = new EventEnds()
    return (bytes, length) => {
      if (this.#latencies) timeOf(bytes, length, this.#latencies)
      else this.#rest()
      this.#events += ends.count(bytes, length)
      if (this.#events >= this.#expected) this.#finish()
    }
  }

  /**
   * Sleeps for a moment once all that has come is read, unless times count: so there is more in the next reads, and the
   * readers keep up with any server.
   */
  #rest(): void {
    if (this.#resting) return
    this.#resting = true
    setImmediate(() => {
      this.#resting = false
      Atomics.wait(NEVER, 0, 0, NAP)
    })
  }

  #finish(): void {
    this.#expected = Infinity
    this.#done(this.#events, this.#latencies?.toSorted((a, b) => a - b) ?? [])
    this.#latencies = undefined
  }
}

function timeOf(bytes: Buffer, length: number, into: number[]): void {
  const [, sentAt] = /data: ?"?(\d+) /.exec(bytes.toString('latin1', 0, length)) ?? []
  if (sentAt !== undefined) into.push(now() - Number(sentAt))
}

/** Microseconds, the same in all processes of the machine. */
export function now(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1_000)
}

/** A line of JSON to whoever started this process. */
export function tell(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
