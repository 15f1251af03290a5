import { assertEqual } from './assert.ts'
import { Draw } from './draw.ts'
import { LogModel, type ModelEntry } from './log-model.ts'
import { Follower, markOf, numbers, readAny } from './log-scene.ts'
import type { EventLogLike, LogEntry, LogEntryInit } from './log-subject.ts'

/** A follower, and the seq up to which the model says that it has come. */
interface Walker {
  readonly follower: Follower
  seq: number
}

/** A walk through what can be done with a log, beside the model. */
export class LogWalk {
  /** What was done, for whoever has to find out why. */
  readonly trace: string[] = []
  readonly #logs: readonly [EventLogLike, ...EventLogLike[]]
  readonly #model: LogModel
  readonly #draw: Draw
  readonly #walkers: Walker[] = []
  #number = 0

  private constructor(logs: readonly [EventLogLike, ...EventLogLike[]], model: LogModel, draw: Draw) {
    this.#logs = logs
    this.#model = model
    this.#draw = draw
  }

  static async on(
    logs: readonly [EventLogLike, ...EventLogLike[]],
    { seed, maxEntries }: { readonly seed: number; readonly maxEntries: number },
  ): Promise<LogWalk> {
    const { head } = await logs[0].bounds()
    return new LogWalk(logs, new LogModel(markOf(head), maxEntries), new Draw(seed))
  }

  async step(): Promise<void> {
    const log = this.#draw.of(this.#logs)
    const kind = this.#draw.whole(0, 99)
    if (kind < 30) return this.#append(log)
    if (kind < 40) return this.#appendTogether()
    if (kind < 60) return this.#read(log)
    if (kind < 65) return this.#bounds(log)
    if (kind < 72) return this.#open(log)
    return this.#follow()
  }

  /** Ends the log: everyone gets the rest and then the end. */
  async end(): Promise<void> {
    this.#did('end')
    await this.#draw.of(this.#logs).end()
    for (const walker of this.#walkers) {
      while (walker.seq < this.#model.headSeq) await this.#next(walker)
      assertEqual(await walker.follower.next(), false, 'After the last entry of an ended log')
    }
  }

  async #append(log: EventLogLike): Promise<void> {
    const inits = this.#inits(this.#draw.whole(0, 4))
    const key = this.#draw.whole(0, 2) === 0 ? `k${this.#draw.whole(1, 12)}` : undefined
    this.#did(`append ${inits.length}${key === undefined ? '' : ` with ${key}`}`)
    const known = key === undefined ? undefined : this.#model.keys.get(key)
    const positions = await log.append(inits, key === undefined ? {} : { idempotencyKey: key })
    if (known) return assertEqual(positions, known, `append with ${key} again`)
    assertEqual(positions.length, inits.length, 'A position for each entry')
    this.#model.push(inits, positions)
    if (key !== undefined) this.#model.keys.set(key, positions)
  }

  async #appendTogether(): Promise<void> {
    const batches = [1, 2, 3].map(() => this.#inits(1))
    this.#did('append 3 at once')
    const answers = await Promise.all(batches.map((batch) => this.#draw.of(this.#logs).append(batch)))
    const page = await readAny(this.#logs[0], this.#model.mark(this.#model.headSeq).position)
    // Their order is the log's affair; that each is there once, at the place that its append was told, is not.
    const entries = page.kind === 'entries' ? page.entries : []
    assertEqual(
      entries.map(({ data, position }) => `${data} ${position}`).toSorted(),
      batches.map((batch, index) => `${batch[0]?.data} ${answers[index]?.[0]}`).toSorted(),
      'What was appended at once',
    )
    this.#model.push(
      entries.map(initOf),
      entries.map(({ position }) => position),
    )
  }

  async #read(log: EventLogLike): Promise<void> {
    const seq = this.#someSeq()
    const limit = this.#draw.whole(1, 9)
    this.#did(`read after ${seq}, limit ${limit}`)
    const verdict = await readAny(log, this.#model.mark(seq).position, { limit })
    const missed = this.#model.missedAfter(seq)
    const floor = this.#model.mark(this.#model.floorSeq)
    if (verdict.kind === 'gap') {
      assertEqual([verdict.gap.reason, verdict.gap.missed, markOf(verdict.from)], ['trimmed', missed, floor], 'The gap')
      return
    }
    assertEqual(missed, 0, 'Entries were given although some were trimmed')
    const head = this.#model.mark(this.#model.headSeq)
    assertEqual(
      [markOf(verdict.from), markOf(verdict.head), verdict.ended],
      [this.#model.mark(seq), head, false],
      'Page',
    )
    assertEqual(verdict.entries.map(plain), this.#model.after(seq).slice(0, limit).map(plain), 'The entries')
  }

  async #bounds(log: EventLogLike): Promise<void> {
    this.#did('bounds')
    const { floorSeq, headSeq } = this.#model
    assertEqual(await log.bounds(), { floor: this.#model.mark(floorSeq), head: this.#model.mark(headSeq) }, 'bounds')
  }

  async #open(log: EventLogLike): Promise<void> {
    if (this.#walkers.length >= 6) await this.#walkers.shift()?.follower.return()
    const { floorSeq, headSeq } = this.#model
    const seq = this.#draw.whole(floorSeq, headSeq)
    this.#did(`open after ${seq}`)
    const follower = await Follower.of(log, { after: this.#model.mark(seq).position })
    this.#walkers.push({ follower, seq })
  }

  async #follow(): Promise<void> {
    const [first, ...others] = this.#walkers
    if (!first) return
    const walker = this.#draw.of([first, ...others])
    if (walker.seq < this.#model.headSeq) await this.#next(walker)
  }

  async #next(walker: Walker): Promise<void> {
    const { follower, seq } = walker
    this.#did(`next after ${seq}`)
    const [gaps, entries] = [follower.gaps.length, follower.entries.length]
    assertEqual(await follower.next(), true, 'There is more')
    const missed = this.#model.missedAfter(seq)
    if (missed > 0) {
      const gap = follower.gaps[gaps]?.gap
      assertEqual(
        [gap?.reason, gap?.missed, gap?.requested],
        ['trimmed', missed, this.#model.mark(seq).position],
        'Gap',
      )
      walker.seq = this.#model.floorSeq
      return
    }
    const came = follower.entries.slice(entries)
    assertEqual(came.map(plain), this.#model.after(seq).slice(0, came.length).map(plain), 'What came')
    assertEqual(came.length > 0, true, 'Entries came')
    walker.seq += came.length
  }

  #inits(count: number): LogEntryInit[] {
    return numbers(1, count).map(() => {
      this.#number += 1
      const data = `${this.#number} ${this.#draw.of(['', 'é', '💥', 'line\nline', 'x'.repeat(300)])}`
      const type = this.#draw.of([undefined, 'a', 'ü'])
      const meta = this.#draw.of([undefined, undefined, { n: String(this.#number) }])
      return { channel: this.#draw.of(['c', 'd']), data, ...(type && { type }), ...(meta && { meta }) }
    })
  }

  /** Any place that there ever was, mostly a kept one. */
  #someSeq(): number {
    const { floorSeq, headSeq } = this.#model
    return this.#draw.whole(this.#draw.whole(0, 3) === 0 ? headSeq - this.#model.entries.length : floorSeq, headSeq)
  }

  #did(what: string): void {
    this.trace.push(what)
  }
}

function initOf({ channel, type, data, meta }: LogEntry): LogEntryInit {
  return { channel, data, ...(type !== undefined && { type }), ...(meta && { meta }) }
}

function plain({ channel, type, data, meta, position, seq }: ModelEntry): unknown[] {
  return [seq, position, channel, type, data, meta]
}
