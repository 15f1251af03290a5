import { Sleepers, type GapVerdict, type Mark, type Page } from '@eventwire/server'
import { Heard, type HeardLimits } from './heard.ts'
import type { News } from './log-reader.ts'
import type { Bounds, Reading } from './reading.ts'

/** What the followers of one log share on this node: who waits, and what is being read. */
export class Feed {
  readonly #read: (after: Mark, news: News | undefined) => Promise<Reading>
  readonly #sleepers = new Sleepers()
  readonly #flights = new Map<string, Promise<Reading>>()
  #tip: string | undefined
  /** The newest entry, as NATS has told. */
  #news: News | undefined
  /** Its position, once it is read. */
  #newest: string | undefined
  readonly #heard: Heard
  #isOver = false

  /** @param keeps what is kept, as it was told, at most */
  constructor(keeps: HeardLimits, read: (after: Mark, news: News | undefined) => Promise<Reading>) {
    this.#heard = new Heard(keeps)
    this.#read = read
  }

  /** Whether nobody waits. */
  get isIdle(): boolean {
    return this.#sleepers.size === 0
  }

  /** True once the log was deleted. */
  get isOver(): boolean {
    return this.#isOver
  }

  sleep(wake: () => void): () => void {
    return this.#sleepers.add(wake)
  }

  /** What follows a mark. Whoever asks the same before anything has changed gets the same answer. */
  async page(after: Mark): Promise<Page | GapVerdict> {
    // Whatever comes next is told.
    if (after.position === this.#newest) return { kind: 'entries', from: after, head: after, entries: [], ended: false }
    const heard = this.#heard.after(after.position)
    if (heard) return { kind: 'entries', from: after, head: heard.at(-1) ?? after, entries: heard, ended: false }
    return (await (this.#flights.get(after.position) ?? this.#take(after))).verdict
  }

  /** There is more, or there may be: `news` if it is an entry, and all before it was told too. */
  wake(news?: News): void {
    this.#news = news
    if (news?.entry) this.#heard.add(news.entry)
    else this.#heard.clear()
    this.#newest = undefined
    // What was asked before may be answered without what has come since.
    this.#flights.clear()
    this.#sleepers.wake()
  }

  /** Lets go of what all who follow have had time to take. */
  tidy(): void {
    this.#heard.shorten()
  }

  /** The log is deleted: there will be no more of it. */
  finish(): void {
    this.#isOver = true
    this.wake()
  }

  /** The log was seen like this: wakes those who sleep if it has changed since. */
  observe({ head, ended }: Pick<Bounds, 'head' | 'ended'>): void {
    const tip = `${head.position} ${ended}`
    const before = this.#tip
    this.#tip = tip
    if (before !== undefined && before !== tip) this.wake(this.#news?.seq === head.seq ? this.#news : undefined)
  }

  #take(after: Mark): Promise<Reading> {
    const flight = this.#land(after).finally(() => {
      if (this.#flights.get(after.position) === flight) this.#flights.delete(after.position)
    })
    this.#flights.set(after.position, flight)
    return flight
  }

  async #land(after: Mark): Promise<Reading> {
    const news = this.#news
    const reading = await this.#read(after, news)
    this.observe(reading)
    if (news && news === this.#news && news.seq === reading.head.seq) this.#newest = reading.head.position
    return reading
  }
}
