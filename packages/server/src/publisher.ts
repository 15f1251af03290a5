import { Breath } from './breath.ts'
import { checkEntrySize } from './entry-size.ts'
import type { PublishOptions } from './channel.ts'
import type { EntryInit, Position } from './event-log.ts'
import type { ResolvedHubOptions } from './hub-options.ts'
import type { Watcher } from './observer.ts'

/** Appends to a hub's log. */
export class Publisher {
  readonly #options: ResolvedHubOptions
  readonly #watcher: Watcher
  readonly #over: AbortSignal
  readonly #breath: Breath
  /** How many entries it has published. */
  count = 0

  constructor(options: ResolvedHubOptions, watcher: Watcher, over: AbortSignal) {
    this.#options = options
    this.#watcher = watcher
    this.#over = over
    this.#breath = new Breath(options.clock)
  }

  async publish(entry: EntryInit, { idempotencyKey }: PublishOptions): Promise<Position> {
    if (this.#over.aborted) throw new TypeError('The hub is closed: nothing can be published to it')
    const { log, gapType } = this.#options
    const { channel, type, data } = entry
    if (type === gapType) throw new TypeError(`type ${JSON.stringify(gapType)} is reserved for gaps (gapType)`)
    checkEntrySize(entry, log.capabilities)
    const [position] = await (idempotencyKey === undefined
      ? log.append([entry])
      : log.append([entry], { idempotencyKey }))
    if (position === undefined) throw new TypeError('The log gave no position for the entry that it appended')
    this.count += 1
    this.#watcher.published({ channel, position, ...(type !== undefined && { type }) }, data.length)
    const breath = this.#breath.after(entry)
    if (breath) await breath
    return position
  }
}
