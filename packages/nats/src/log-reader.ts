import {
  gapVerdict,
  LogError,
  type Entry,
  type GapReason,
  type GapVerdict,
  type Mark,
  type Page,
} from '@eventwire/server'
import type { EntryReader } from './entries.ts'
import { seqOf, tagOf } from './entry-message.ts'
import type { LogState } from './log-state.ts'
import type { LogStream } from './log-stream.ts'
import type { ResolvedOptions } from './options.ts'
import { markAt, ORIGIN_TAG, originOf, positionParts, type PositionParts } from './position.ts'
import type { Bounds, Reading } from './reading.ts'
import type { Task } from './requests.ts'

export interface LogReaderParts {
  readonly stream: LogStream
  readonly entries: EntryReader
  /** The state of the log once what is too old is trimmed. */
  trimmed(task: Task, state: LogState): Promise<LogState>
  readonly options: ResolvedOptions
}

/** Rounds of a read that others trim away meanwhile, and those after which it waits for a replica that lags. */
const ROUNDS = { most: 16, patient: 4 } as const

/** Part of a log that is near its head: no log trims so much while a wake-up is on its way. */
export const NEAR = 64

/** An entry that NATS has told of. */
export interface News {
  readonly epoch: string
  readonly seq: number
  /** The entry itself, if what comes after it is sure to be told too. */
  readonly entry?: Entry
}

/** Judges positions, and reads what follows them. */
export class LogReader {
  readonly #parts: LogReaderParts

  constructor(parts: LogReaderParts) {
    this.#parts = parts
  }

  bounds(task: Task): Promise<Bounds> {
    return this.#settled(task, async (state, ended) => {
      const { epoch, floorSeq, headSeq } = state
      const marks = [this.#markFrom(task, epoch, floorSeq), this.#markFrom(task, epoch, headSeq)] as const
      const [floor, head] = await Promise.all(marks)
      // All that there was is trimmed: what is the oldest now has been the head since.
      return floor && head && { floor, head: floor.seq > head.seq ? floor : head, ended }
    })
  }

  read(task: Task, after: string, limit: number, maxBytes: number): Promise<Reading> {
    return this.#settled(task, async (state, ended) => {
      const [head, verdict] = await Promise.all([
        this.#markFrom(task, state.epoch, state.headSeq),
        this.#judge(task, state, after, limit, maxBytes),
      ])
      if (!head || !verdict) return undefined
      return { verdict: verdict.kind === 'gap' ? verdict : { ...verdict, head, ended }, head, ended }
    })
  }

  /** What follows a mark up to an entry that is known to be there: without a look at the stream, if there is no gap. */
  async follow(task: Task, after: string, { epoch, seq }: News, limit: number, maxBytes: number): Promise<Reading> {
    const parts = positionParts(after)
    // The news may be late, and entries be trimmed by now that are still there: only who is near the head is given them.
    const near = this.#parts.options.maxEntries / NEAR
    if (parts?.epoch === epoch && parts.seq < seq && seq - parts.seq <= near) {
      const wanted = { epoch, after: parts.seq, upTo: seq, limit, maxBytes }
      const [from, entries] = await Promise.all([
        this.#mark(task, epoch, parts.seq),
        this.#parts.entries.page(task, wanted),
      ])
      const newest = entries.at(-1)
      if (from?.position === after && newest) {
        const head = markAt(epoch, newest.seq, positionParts(newest.position)?.tag ?? '')
        return { verdict: { kind: 'entries', from, entries, head, ended: false }, head, ended: false }
      }
    }
    return this.read(task, after, limit, maxBytes)
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.#parts.options.clock.setTimeout(resolve, milliseconds))
  }

  /** Acts on the state of the log, again if it has changed beneath. */
  async #settled<T>(task: Task, act: (state: LogState, ended: boolean) => Promise<T | undefined>): Promise<T> {
    const { stream, trimmed } = this.#parts
    for (let round = 0; round < ROUNDS.most; round += 1) {
      const state = await trimmed(task, await stream.state(task))
      const ended = state.isClosed && (await stream.isEnded(task, state))
      // Somebody has begun to end it: without its record, entries may still come before that.
      if (state.isClosed && !ended) await stream.end(task)
      else {
        const result = await act(state, ended)
        if (result !== undefined) return result
        if (round >= ROUNDS.patient) await this.#pause(10 * (round - ROUNDS.patient))
      }
    }
    const advice = 'If nobody trims it that fast, entries of its stream are missing: delete the log'
    throw new LogError('damaged', `${task.what} failed: what its stream says that it has is not there. ${advice}.`)
  }

  /** `undefined` if what is needed for it is not there. */
  async #judge(
    task: Task,
    state: LogState,
    after: string,
    limit: number,
    maxBytes: number,
  ): Promise<Pick<Page, 'kind' | 'from' | 'entries'> | GapVerdict | undefined> {
    const parts = positionParts(after)
    const reason = gapReason(state, parts)
    if (reason || !parts) {
      const at = reason === 'epoch-changed' || reason === 'trimmed' ? state.floorSeq : state.headSeq
      const from = await this.#markFrom(task, state.epoch, at)
      const missed = from && reason === 'trimmed' && parts ? from.seq - parts.seq : undefined
      return from && gapVerdict(reason ?? 'unreadable', after, from, missed)
    }
    const { epoch, headSeq: upTo } = state
    const wanted = { epoch, after: parts.seq, upTo, limit, maxBytes }
    const [from, entries] = await Promise.all([
      this.#mark(task, epoch, parts.seq),
      this.#parts.entries.page(task, wanted),
    ])
    if (!from) return undefined
    if (from.position !== after) return gapVerdict('forked', after, from)
    if (entries.length === 0 && parts.seq < upTo && limit > 0) return undefined
    return { kind: 'entries', from, entries }
  }

  /**
   * The mark at a seq, or at the oldest after it that is there: where many write, the floor that was seen is trimmed before
   * it can be asked for, again and again.
   */
  async #markFrom(task: Task, epoch: string, seq: number): Promise<Mark | undefined> {
    const mark = await this.#mark(task, epoch, seq)
    if (mark) return mark
    const oldest = await this.#parts.entries.oldestFrom(task, epoch, seq)
    return oldest && markAt(epoch, seqOf(oldest), tagOf(oldest))
  }

  /** The mark at a seq; `undefined` if there is no message. */
  async #mark(task: Task, epoch: string, seq: number): Promise<Mark | undefined> {
    if (seq === originOf(epoch)) return markAt(epoch, seq, ORIGIN_TAG)
    const message = await this.#parts.entries.message(task, epoch, seq)
    return message && markAt(epoch, seq, tagOf(message))
  }
}

/** What can be said of a position without a look at its entry. */
function gapReason(state: LogState, parts: PositionParts | undefined): GapReason | undefined {
  if (!parts) return 'unreadable'
  if (parts.epoch !== state.epoch) return 'epoch-changed'
  if (parts.seq > state.headSeq) return 'ahead-of-head'
  return parts.seq < state.floorSeq ? 'trimmed' : undefined
}
