import type { Channels } from '../../src/index.ts'
import { compare, type History, type Place, type Published } from './history.ts'
import { isOdd, keyOf, type Taking } from './taking.ts'

/** What a connection may get, and what it must, as its channels change. */
export class Demand {
  readonly #history: History
  readonly #taking: Taking
  /** Channels, and the place after which they were chosen. */
  readonly #choices: { readonly after: Place; readonly channels: Channels }[]

  constructor(history: History, taking: Taking) {
    this.#history = history
    this.#taking = taking
    this.#choices = [{ after: { life: -1, seq: 0 }, channels: taking.channels }]
  }

  get channels(): Channels {
    return this.#choices.at(-1)?.channels ?? 'all'
  }

  /** Whether a gap can say how many entries are missed. */
  get countsAll(): boolean {
    return (
      this.#choices.every(({ channels }) => channels === 'all') && !this.#taking.filtered && !this.#taking.conflated
    )
  }

  get maySkip(): boolean {
    return this.#taking.slow === 'latest'
  }

  /** From now on other channels are taken. Who is behind gets by them what it has not got yet. */
  choose(channels: Channels): void {
    this.#choices.push({ after: this.#history.head, channels })
  }

  may(entry: Published, place: Place): boolean {
    return this.#passes(entry) && this.#since(place).some((channels) => takes(channels, entry))
  }

  /** What must come between two places of one life. */
  missing(after: Place, upTo: Place): readonly Published[] {
    const head = { life: after.life, seq: Infinity }
    const taken = this.#history.between(after, head).filter((entry) => this.may(entry, entry.place))
    const newest = new Map(taken.map((entry) => [keyOf(entry.data), entry.place.seq]))
    return taken.filter((entry) => {
      const { data, place } = entry
      if (place.seq > upTo.seq || !this.#must(entry, place)) return false
      return !this.#taking.conflated || newest.get(keyOf(data)) === place.seq
    })
  }

  #must(entry: Published, place: Place): boolean {
    return this.#passes(entry) && this.#since(place).every((channels) => takes(channels, entry))
  }

  #passes({ data }: Published): boolean {
    return !this.#taking.filtered || isOdd(data)
  }

  /** The choices in force when an entry was published, and since then. */
  #since(place: Place): Channels[] {
    const first = this.#choices.findLastIndex(({ after }) => compare(after, place) < 0)
    return this.#choices.slice(Math.max(first, 0)).map(({ channels }) => channels)
  }
}

function takes(channels: Channels, { channel }: Published): boolean {
  return channels === 'all' || channels.includes(channel)
}
