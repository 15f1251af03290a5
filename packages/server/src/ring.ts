import type { Audience } from './audience.ts'
import type { Entry, EntryLabel, Mark, Position } from './event-log.ts'
import type { Batch } from './batch.ts'
import { collect } from './collect.ts'
import { lastMark, markOf, seal, type Segment } from './segment.ts'

/** About what a segment, and an entry in it, take in bytes besides the frames: objects and table slots. */
const SEGMENT_BYTES = 640
const ENTRY_BYTES = 256
const META_BYTES = 32

/** Batches remembered for readers at the same place: with more, all are forgotten. */
const MAX_BATCHES = 64

/**
 * The newest frames of a hub, as a list of immutable segments under one byte budget. Whoever has a place in it is
 * served from it, whoever is behind its floor from the log.
 */
export class Ring {
  readonly #budget: number
  readonly #frameOf: (entry: Entry) => string
  /** Of the entries that have been looked for, or are older: who is live is never looked for. */
  readonly #seqs = new Map<string, number>()
  /** The seq up to which that is kept. */
  #indexed: number
  #batches = new Map<Audience, Map<number, Batch>>()
  #batchCount = 0
  #segments: Segment[] = []
  /** What each of them takes. */
  #sizes: number[] = []
  #bytes = 0
  #head: Mark
  #life: object = {}

  constructor(from: Mark, budget: number, frameOf: (entry: Entry) => string) {
    this.#head = from
    this.#indexed = from.seq
    this.#budget = budget
    this.#frameOf = frameOf
  }

  /** The newest mark. */
  get head(): Mark {
    return this.#head
  }

  /** The oldest mark after which everything is here. */
  get floor(): Mark {
    return this.#segments[0]?.before ?? this.#head
  }

  /** Another object after each restart: marks of different lives cannot be compared. */
  get life(): object {
    return this.#life
  }

  /** The mark of a position, if everything after it is here. */
  markOf(position: string): Mark | undefined {
    const { floor, head } = this
    if (position === head.position) return head
    if (position === floor.position) return floor
    this.#index()
    const seq = this.#seqs.get(position)
    return seq === undefined ? undefined : { position: position as Position, seq }
  }

  /** The mark before the newest `count` entries up to `head` that an audience takes, if they are all here. */
  markBeforeNewest(count: number, head: Mark, audience: Audience): Mark | undefined {
    let missing = count
    if (missing === 0) return head
    for (const { before, entries } of this.#segments.toReversed()) {
      for (const [index, entry] of [...entries.entries()].toReversed()) {
        if (entry.seq > head.seq || !audience.takes(entry)) continue
        missing -= 1
        if (missing === 0) return markOf(entries[index - 1] ?? before)
      }
    }
    return undefined
  }

  /** Adds the entries that directly follow the head, as one segment. */
  add(entries: readonly Entry[]): Segment {
    const segment = seal(this.#head, entries, this.#frameOf)
    this.#segments.push(segment)
    const size = sizeOf(segment)
    this.#sizes.push(size)
    this.#bytes += size
    this.#head = lastMark(segment)
    this.#forgetBatches()
    while (this.#bytes > this.#budget && this.#segments.length > 1) this.#dropOldest()
    return segment
  }

  /** Forgets everything and goes on from another mark. */
  restart(from: Mark): void {
    this.#segments = []
    this.#sizes = []
    this.#bytes = 0
    this.#seqs.clear()
    this.#forgetBatches()
    this.#head = from
    this.#indexed = from.seq
    this.#life = {}
  }

  /** What an audience gets after a mark that is not before the floor. */
  after(mark: Mark, audience: Audience): Batch {
    // What one alone takes is asked for once.
    const isShared = audience.size !== 1
    const known = isShared ? this.#batches.get(audience)?.get(mark.seq) : undefined
    if (known) return known
    const first = this.#segments.findLastIndex(({ before }) => before.seq <= mark.seq)
    const batch = collect(this.#segments.slice(Math.max(first, 0)), mark, audience)
    if (isShared) this.#remember(audience, mark.seq, batch)
    return batch
  }

  #remember(audience: Audience, seq: number, batch: Batch): void {
    if (this.#batchCount >= MAX_BATCHES) this.#forgetBatches()
    const batches = this.#batches.get(audience)
    if (batches) batches.set(seq, batch)
    else this.#batches.set(audience, new Map([[seq, batch]]))
    this.#batchCount += 1
  }

  #forgetBatches(): void {
    if (this.#batchCount === 0) return
    this.#batches = new Map()
    this.#batchCount = 0
  }

  #dropOldest(): void {
    const segment = this.#segments.shift()
    if (!segment) return
    this.#bytes -= this.#sizes.shift() ?? 0
    if (this.#seqs.size === 0) return
    for (const { position } of segment.entries) this.#seqs.delete(position)
  }

  #index(): void {
    const first = this.#segments.findLastIndex(({ before }) => before.seq <= this.#indexed)
    for (const { entries } of this.#segments.slice(Math.max(first, 0))) {
      for (const { position, seq } of entries) if (seq > this.#indexed) this.#seqs.set(position, seq)
    }
    this.#indexed = this.#head.seq
  }
}

function sizeOf({ bytes, entries }: Segment): number {
  let size = bytes.length + SEGMENT_BYTES + ENTRY_BYTES * entries.length
  for (const { meta } of entries) if (meta) size += metaSize(meta)
  return size
}

function metaSize(meta: NonNullable<EntryLabel['meta']>): number {
  // Two bytes a character at most, and a slot for each of the two strings.
  return Object.entries(meta)
    .flat()
    .reduce((size, text) => size + 2 * text.length + META_BYTES, 0)
}
