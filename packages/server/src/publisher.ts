import { checkEntrySize } from './entry-size.ts'
import type { PublishOptions } from './channel.ts'
import type { EntryInit, Position } from './event-log.ts'
import type { ResolvedHubOptions } from './hub-options.ts'
import type { Watcher } from './observer.ts'

/** Characters of data after which a publisher waits for the event loop to turn, so that readers can be served. */
const BREATH = 1024 * 1024

/** Appends to a hub's log. */
export class Publisher {
  readonly #options: ResolvedHubOptions
  readonly #watcher: Watcher
  readonly #over: AbortSignal
  #sinceBreath = 0
  /** How many entries it has published. */
  count = 0

  constructor(options: ResolvedHubOptions, watcher: Watcher, over: AbortSignal) {
    this.#options = options
    this.#watcher = watcher
    this.#over = over
  }

  async publish(entry: EntryInit, { idempotencyKey }: PublishOptions): Promise<Position> {
    if (this.#over.aborted) throw new TypeError('The hub is closed: nothing can be published to it')
    const { log, gapType, clock } = this.#options
    const { channel, type, data } = entry
    if (type === gapType) throw new TypeError(`type ${JSON.stringify(gapType)} is reserved for gaps (gapType)`)
    checkEntrySize(entry, log.capabilities)
    const [position] = await (idempotencyKey === undefined
      ? log.append([entry])
      : log.append([entry], { idempotencyKey }))
    if (position === undefined) throw new TypeError('The log gave no position for the entry that it appended')
    this.count += 1
    this.#watcher.published({ channel, position, ...(type !== undefined && { type }) }, data.length)
    this.#sinceBreath += data.length
    if (this.#sinceBreath < BREATH) return position
    this.#sinceBreath = 0
    await new Promise<void>((resolve) => clock.turn(resolve))
    return position
  }
}
