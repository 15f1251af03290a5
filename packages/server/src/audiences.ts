import { Audience } from './audience.ts'
import type { Channels, Selection } from './selection.ts'

/** The audiences of a hub, found by the channels of what is published. */
export class Audiences {
  readonly #onError: (error: unknown) => void
  readonly #byKey = new Map<string, Audience>()
  readonly #byChannel = new Map<string, Set<Audience>>()
  readonly #toAll = new Set<Audience>()
  /** Functions are the same if they are one object. */
  readonly #numbers = new WeakMap<object, number>()
  #functions = 0

  /** @param onError Told what a filter or a key throws. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  /** The audience of what is selected, with one member more. */
  join(selection: Selection): Audience {
    const { channels, filter, conflate } = selection
    const key = `${keyOf(channels)} ${this.#numberOf(filter)} ${this.#numberOf(conflate)}`
    const audience = this.#byKey.get(key) ?? this.#add(new Audience(key, selection, this.#onError))
    audience.size += 1
    return audience
  }

  leave(audience: Audience): void {
    audience.size -= 1
    if (audience.size > 0) return
    this.#byKey.delete(audience.key)
    this.#toAll.delete(audience)
    if (audience.channels === 'all') return
    for (const channel of audience.channels) {
      const audiences = this.#byChannel.get(channel)
      audiences?.delete(audience)
      if (audiences?.size === 0) this.#byChannel.delete(channel)
    }
  }

  /** Those who take at least one of these channels. */
  of(channels: Iterable<string>): Iterable<Audience> {
    const found = [...this.#toAll]
    // Of one channel alone: nobody comes by again.
    let several: Set<Audience> | undefined
    for (const channel of channels) {
      for (const audience of this.#byChannel.get(channel) ?? []) {
        if (audience.channelCount === 1) found.push(audience)
        else (several ??= new Set()).add(audience)
      }
    }
    return several ? found.concat([...several]) : found
  }

  /** How many members take a channel. */
  sizeOf(channel: string): number {
    let size = 0
    for (const audience of this.of([channel])) size += audience.size
    return size
  }

  #add(audience: Audience): Audience {
    this.#byKey.set(audience.key, audience)
    if (audience.channels === 'all') this.#toAll.add(audience)
    else for (const channel of audience.channels) this.#list(channel, audience)
    return audience
  }

  #list(channel: string, audience: Audience): void {
    const audiences = this.#byChannel.get(channel)
    if (audiences) audiences.add(audience)
    else this.#byChannel.set(channel, new Set([audience]))
  }

  #numberOf(judge: object | undefined): number {
    if (!judge) return 0
    const known = this.#numbers.get(judge)
    if (known !== undefined) return known
    this.#functions += 1
    this.#numbers.set(judge, this.#functions)
    return this.#functions
  }
}

function keyOf(channels: Channels): string {
  if (channels === 'all') return 'all'
  const [only] = channels
  return JSON.stringify(channels.length === 1 ? only : [...new Set(channels)].toSorted())
}
