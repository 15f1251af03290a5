/** The channels that a subscription takes. */
export type Channels = readonly string[] | 'all'

/** Everyone who takes the same channels: they share their bytes. */
export class Audience {
  readonly channels: ReadonlySet<string> | 'all'
  /** Members. */
  size: number = 0

  constructor(channels: Channels) {
    this.channels = channels === 'all' ? 'all' : new Set(channels)
  }

  takes(channel: string): boolean {
    return this.channels === 'all' || this.channels.has(channel)
  }
}

/** The audiences of a hub, found by the channels of what is published. */
export class Audiences {
  readonly #byKey = new Map<string, Audience>()
  readonly #byChannel = new Map<string, Set<Audience>>()

  /** The audience of these channels, with one member more. */
  join(channels: Channels): Audience {
    const key = keyOf(channels)
    const audience = this.#byKey.get(key) ?? this.#add(key, channels)
    audience.size += 1
    return audience
  }

  leave(audience: Audience): void {
    audience.size -= 1
    if (audience.size > 0) return
    this.#byKey.delete(keyOf(audience.channels))
    if (audience.channels === 'all') return
    for (const channel of audience.channels) {
      const audiences = this.#byChannel.get(channel)
      audiences?.delete(audience)
      if (audiences?.size === 0) this.#byChannel.delete(channel)
    }
  }

  /** Those who take at least one of these channels. */
  of(channels: Iterable<string>): Set<Audience> {
    const found = new Set<Audience>()
    for (const channel of channels) {
      for (const audience of this.#byChannel.get(channel) ?? []) found.add(audience)
    }
    const all = this.#byKey.get(keyOf('all'))
    return all ? found.add(all) : found
  }

  #add(key: string, channels: Channels): Audience {
    const audience = new Audience(channels)
    this.#byKey.set(key, audience)
    if (audience.channels === 'all') return audience
    for (const channel of audience.channels) {
      const audiences = this.#byChannel.get(channel)
      if (audiences) audiences.add(audience)
      else this.#byChannel.set(channel, new Set([audience]))
    }
    return audience
  }
}

function keyOf(channels: Iterable<string> | 'all'): string {
  return channels === 'all' ? 'all' : JSON.stringify([...new Set(channels)].toSorted())
}
