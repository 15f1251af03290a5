import { LogError } from '@eventwire/server'
import { endMessage } from './entry-message.ts'
import type { JetStream, StreamInfo } from './jetstream.ts'
import { lifeSubjects, type LogNames } from './log-names.ts'
import { epochOf, isEmptied, logState, type LogState } from './log-state.ts'
import type { ResolvedOptions } from './options.ts'
import { newEpoch, newTag, renewedEpoch } from './position.ts'
import type { Task } from './requests.ts'
import { limitsOf, logConfig, type StreamConfig } from './stream-config.ts'

/** Rounds of what others may interfere with. */
const ROUNDS = 8

/** The stream of a log: made if it is not there, renewed if it was emptied, closed at the end. */
export class LogStream {
  readonly #jetstream: JetStream
  readonly #names: LogNames
  readonly #options: ResolvedOptions
  #epoch: Promise<string> | undefined
  #isAdjusted = false

  constructor(jetstream: JetStream, names: LogNames, options: ResolvedOptions) {
    this.#jetstream = jetstream
    this.#names = names
    this.#options = options
  }

  /** The epoch that entries are published in; as it was known last. */
  epoch(task: Task): Promise<string> {
    this.#epoch ??= this.state(task).then(
      ({ epoch }) => epoch,
      (error: unknown) => {
        this.#epoch = undefined
        throw error
      },
    )
    return this.#epoch
  }

  /** How the log is right now. */
  async state(task: Task): Promise<LogState> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const info = (await this.#jetstream.info(task, this.#names.stream)) ?? (await this.#make(task))
      const ready = info && (await this.#adjust(task, info))
      if (!ready) continue
      const state = logState(this.#names, ready, this.#options.maxEntries)
      this.#epoch = Promise.resolve(state.epoch)
      return state
    }
    throw new LogError('busy', `${task.what} failed: somebody else makes and deletes its stream. Try again later.`)
  }

  /** Ends the log: the stream takes no entries any more, and then a record says that there are none. */
  async end(task: Task): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const state = await this.state(task)
      const { end } = lifeSubjects(this.#names, state.epoch)
      if (!state.isClosed) await this.#update(task, { subjects: [end] })
      else if (await this.isEnded(task, state)) return
      // What was on its way when the stream was closed is before it.
      else await this.#publishEnd(task, end)
    }
    throw new LogError('busy', `${task.what} failed: somebody else makes and deletes its stream. Try again later.`)
  }

  /** Whether the record of the end is there. */
  async isEnded(task: Task, { isClosed, epoch, lastSeq }: LogState): Promise<boolean> {
    if (!isClosed) return false
    const last = await this.#jetstream.get(task, this.#names.stream, lastSeq)
    const subject = last?.headers?.get('Nats-Subject') ?? ''
    return subject === lifeSubjects(this.#names, epoch).end
  }

  async #publishEnd(task: Task, subject: string): Promise<void> {
    const record = { subject, ...endMessage(newTag(), this.#options.clock.now()) }
    await this.#jetstream.publish(task, this.#names.stream, record)
  }

  #make(task: Task): Promise<StreamInfo | undefined> {
    return this.#jetstream.create(task, logConfig(this.#names, newEpoch(), this.#options))
  }

  async #adjust(task: Task, info: StreamInfo): Promise<StreamInfo | undefined> {
    const epoch = epochOf(this.#names, info)
    if (isEmptied(epoch, info)) {
      const { all, end } = lifeSubjects(this.#names, renewedEpoch(epoch, info.state.last_seq))
      await this.#update(task, { subjects: [info.config.subjects[0]?.endsWith('.end') ? end : all] })
      return undefined
    }
    const limits = limitsOf(this.#options)
    const isDifferent = Object.entries(limits).some(([name, value]) => info.config[name] !== value)
    if (this.#isAdjusted || !isDifferent) {
      this.#isAdjusted = true
      return info
    }
    this.#isAdjusted = true
    await this.#update(task, limits)
    await this.#keepEnded(task, epoch)
    return undefined
  }

  /** Closes the log again if somebody has ended it between the look at its stream and a change of it, which undid that. */
  async #keepEnded(task: Task, epoch: string): Promise<void> {
    const { all, end } = lifeSubjects(this.#names, epoch)
    const info = await this.#jetstream.info(task, this.#names.stream)
    if (info?.config.subjects[0] !== all) return
    const last = await this.#jetstream.get(task, this.#names.stream, info.state.last_seq)
    if (last?.headers?.get('Nats-Subject') === end) await this.#update(task, { subjects: [end] })
  }

  async #update(task: Task, change: Partial<StreamConfig>): Promise<void> {
    // What somebody has set beside it stays.
    const info = await this.#jetstream.info(task, this.#names.stream)
    if (info) await this.#jetstream.update(task, { ...info.config, ...change })
  }
}

/** Whether a message is of this life of a log. */
export function isOfLife(names: LogNames, epoch: string, subject: string): boolean {
  return subject.startsWith(`${names.root}.${epoch}.`)
}
