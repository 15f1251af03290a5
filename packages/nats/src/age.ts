import { timeOf } from './entry-message.ts'
import type { EntryReader } from './entries.ts'
import type { JetStream } from './jetstream.ts'
import type { LogNames } from './log-names.ts'
import type { LogState } from './log-state.ts'
import type { ResolvedOptions } from './options.ts'
import type { Task } from './requests.ts'

/**
 * Trims what is too old. NATS itself would leave nothing of a log that is quiet, and so nothing to tell by that a client
 * has seen all of it.
 */
export class AgeTrimmer {
  readonly #jetstream: JetStream
  readonly #names: LogNames
  readonly #options: ResolvedOptions
  readonly #entries: EntryReader
  /** The oldest entry, so that it is not asked for each time. */
  #oldest = { epoch: '', seq: 0, time: 0 }

  constructor(jetstream: JetStream, names: LogNames, options: ResolvedOptions, entries: EntryReader) {
    this.#jetstream = jetstream
    this.#names = names
    this.#options = options
    this.#entries = entries
  }

  async trim(task: Task, state: LogState): Promise<LogState> {
    const { maxAge, clock } = this.#options
    if (maxAge === Infinity) return state
    const { epoch, headSeq } = state
    const oldest = clock.now() - maxAge
    if (state.floorSeq >= headSeq) return state
    // What is not there is trimmed by now, or not here yet: it tells nothing of others, and the next look will.
    if ((await this.#isYoung(task, epoch, state.floorSeq + 1, oldest)) !== false) return state
    // The newest that is too old is looked for by halves: the times of a log go up, but for the skew of clocks.
    let [old, young] = [state.floorSeq + 1, headSeq + 1]
    while (young - old > 1) {
      const middle = Math.floor((old + young) / 2)
      const isYoung = await this.#isYoung(task, epoch, middle, oldest)
      if (isYoung === undefined) return state
      if (isYoung) young = middle
      else old = middle
    }
    // It stays, since its tag tells who has seen all before it.
    await this.#jetstream.purge(task, this.#names.stream, { seq: old })
    return { ...state, floorSeq: old }
  }

  /** `undefined` if the entry is not there, or could not be looked at. */
  async #isYoung(task: Task, epoch: string, seq: number, oldest: number): Promise<boolean | undefined> {
    const known = this.#oldest
    if (known.epoch === epoch && known.seq === seq) return known.time >= oldest
    const message = await this.#entries.message(task, epoch, seq)
    if (!message) return undefined
    const time = timeOf(message)
    this.#oldest = { epoch, seq, time }
    return time >= oldest
  }
}
