import type { EntryLabel } from './event-log.ts'
import type { Selection } from './selection.ts'

/** Everyone who takes the same entries: they share their bytes. */
export class Audience {
  readonly key: string
  readonly channels: ReadonlySet<string> | 'all'
  /** Whether it takes every entry of its channels, each for itself. */
  readonly isPlain: boolean
  /** Members. */
  size: number = 0
  readonly selection: Selection
  readonly #onError: (error: unknown) => void

  constructor(key: string, selection: Selection, onError: (error: unknown) => void) {
    const { channels, filter, conflate } = selection
    this.key = key
    this.channels = channels === 'all' ? 'all' : new Set(channels)
    this.isPlain = !filter && !conflate
    this.selection = selection
    this.#onError = onError
  }

  /** How many channels it names. */
  get channelCount(): number {
    return this.channels === 'all' ? 0 : this.channels.size
  }

  /** Whether it takes every entry there is. */
  get takesAll(): boolean {
    return this.channels === 'all' && this.isPlain
  }

  takes(entry: EntryLabel): boolean {
    if (!this.takesChannel(entry.channel)) return false
    const { filter } = this.selection
    // What nobody can judge may be for others' eyes.
    return filter ? this.#ask(() => filter(entry)) === true : true
  }

  takesChannel(channel: string): boolean {
    return this.channels === 'all' || this.channels.has(channel)
  }

  /** What a later entry with the same key takes the place of. */
  keyOf(entry: EntryLabel): string | undefined {
    const { conflate } = this.selection
    return conflate && this.#ask(() => conflate(entry))
  }

  /** The application's functions must not stop the hub. */
  #ask<Answer>(question: () => Answer): Answer | undefined {
    try {
      return question()
    } catch (error) {
      this.#onError(error)
      return undefined
    }
  }
}
