import { EventStreamParser, type ServerSentEvent } from '@eventwire/parser'
import type { Gap } from '../../src/index.ts'
import { Demand } from './demand.ts'
import { compare, type History, type Place } from './history.ts'
import type { Taking } from './taking.ts'

const WELL_FORMED = /^(:\n)*(event: [^\n]*\n)?(id: [!-~]{1,64}\n)?(retry: \d+\n)?(data: [^\n]*\n)*\n$/

/** What one client has read over all its connections; throws at the first thing that it should not have got. */
export class Reader {
  /** What the client would come back with. */
  lastEventId = ''
  readonly #history: History
  readonly #snapshots: boolean
  #demand: Demand | undefined
  #parser = new EventStreamParser()
  /** The newest place that a new client may begin at. */
  #latest: Place | undefined
  /** The snapshot that came whole and whose place must come next. */
  #snapshot: Place | undefined

  /** @param snapshots whether the hub gives a snapshot to new clients and after a gap */
  constructor(history: History, snapshots: boolean) {
    this.#history = history
    this.#snapshots = snapshots
  }

  /** A connection begins, with what the last one left. */
  connect(taking: Taking): Demand {
    const demand = new Demand(this.#history, taking)
    this.#demand = demand
    this.#parser = new EventStreamParser({ lastEventId: this.lastEventId })
    this.#latest = undefined
    this.#snapshot = undefined
    return demand
  }

  /** The subscription was answered: a new client must get what is published from now on. */
  subscribed(): void {
    this.#latest = this.#history.head
  }

  /** Reads some bytes of the connection. */
  read(bytes: Uint8Array): void {
    for (const frame of new TextDecoder().decode(bytes).match(/[^]*?\n\n|[^]+$/g) ?? []) this.#readFrame(frame)
  }

  /** Throws unless it has everything up to a place. */
  expectCaughtUp(head: Place): void {
    const place = this.#history.placeOf(this.lastEventId)
    if (place && compare(place, head) === 0) return
    throw new Error(`is at ${this.lastEventId}, and the log at ${JSON.stringify(head)}`)
  }

  #readFrame(frame: string): void {
    const before = this.lastEventId
    const events = this.#parser.push(frame)
    const after = this.#parser.lastEventId
    try {
      if (events.length > 1) throw new Error('one frame, two events')
      const [event] = events
      if (event) this.#take(event, before)
      else if (after !== before) this.#move(before, after)
      else if (frame.endsWith('\n\n') && !/^(:\n)*retry: \d+\n\n$/.test(frame)) throw new Error('it does nothing')
      if (frame.endsWith('\n\n') && !WELL_FORMED.test(frame)) throw new Error('it is malformed')
    } catch (error) {
      throw new Error(`at ${JSON.stringify(before)}: ${String(error)}\nframe ${JSON.stringify(frame)}`, {
        cause: error,
      })
    }
    this.lastEventId = after
  }

  #take(event: ServerSentEvent, before: string): void {
    if (event.type === 'gap') return this.#takeGap(JSON.parse(event.data), event.lastEventId, before)
    if (event.type === 'state') {
      if (event.lastEventId !== before) throw new Error('a snapshot with an id')
      this.#snapshot = this.#place(event.data)
      return
    }
    const place = this.#place(event.lastEventId)
    const entry = this.#history.at(place)
    if (entry?.data !== event.data) throw new Error(`published was ${JSON.stringify(entry)}`)
    if (this.#snapshot) throw new Error('an event between a snapshot and its place')
    // The place before it, so that it is missed by nobody, and comes once.
    this.#expectNothingBetween(this.#place(before), { ...place, seq: place.seq - 1 })
    if (!this.#demand?.may(entry, place)) throw new Error(`an event of ${entry.channel}, which it did not ask for`)
  }

  #takeGap(gap: Gap, lastEventId: string, before: string): void {
    const to = this.#place(gap.resumedAfter)
    const from = this.#history.placeOf(gap.requested)
    if (lastEventId !== gap.resumedAfter && lastEventId !== before) throw new Error('a gap with another id')
    if (!from) {
      const reason = gap.requested === 'x-1' ? 'epoch-changed' : 'unreadable'
      return this.#expect(gap, { reason, requested: before, missed: undefined })
    }
    this.#expectNothingBetween(this.#place(before), from)
    if (compare(from, to) >= 0) throw new Error('a gap without anything missing')
    if (lastEventId === before && !this.#snapshots) throw new Error('a gap without an id')
    const floor = this.#history.floorOf(to.life)
    const isSkip = gap.reason === 'skipped' && this.#demand?.maySkip
    if (!this.#snapshots && !isSkip && compare(to, floor) > 0) throw new Error('a gap over what the log kept')
    if (from.life !== to.life) return this.#expect(gap, { reason: 'epoch-changed', missed: undefined })
    const missed = this.#demand?.countsAll ? to.seq - from.seq : undefined
    this.#expect(gap, { reason: isSkip ? 'skipped' : 'trimmed', missed })
  }

  /** A bare id: a place where the client begins, or nothing was for it up to there. */
  #move(before: string, after: string): void {
    const place = this.#place(after)
    const snapshot = this.#snapshot
    this.#snapshot = undefined
    if (snapshot) {
      if (compare(snapshot, place) !== 0) throw new Error('the place after a snapshot is not its own')
    } else if (before === '') {
      const floor = this.#history.floorOf(place.life)
      const late = this.#latest && compare(place, this.#latest) > 0 && compare(place, floor) > 0
      if (late) throw new Error('begins after what it must get')
    } else this.#expectNothingBetween(this.#place(before), place)
  }

  #expectNothingBetween(after: Place, upTo: Place): void {
    if (after.life !== upTo.life) throw new Error('from one life of the log to the next without a gap')
    if (after.seq > upTo.seq) throw new Error('back in order, or twice')
    const missed = this.#demand?.missing(after, upTo) ?? []
    if (missed.length > 0) throw new Error(`without a gap, ${JSON.stringify(missed)} is missing`)
  }

  #expect(gap: Gap, fields: Partial<Gap> | { readonly missed: undefined }): void {
    for (const [name, value] of Object.entries(fields)) {
      if (Reflect.get(gap, name) !== value) throw new Error(`${name} of the gap should be ${String(value)}`)
    }
  }

  #place(position: string): Place {
    const place = this.#history.placeOf(position)
    if (!place) throw new Error(`${JSON.stringify(position)} is no place`)
    return place
  }
}
