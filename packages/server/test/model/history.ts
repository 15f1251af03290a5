/** A place in all that was ever published: the life of the log, counted from 0, and the seq in it. */
export interface Place {
  readonly life: number
  readonly seq: number
}

export interface Published {
  readonly channel: string
  readonly data: string
}

/** Everything that was ever published, also what no log keeps any more. */
export class History {
  readonly #lives: Published[][] = []
  readonly #keep: number

  /** @param keep so many entries each life of the log keeps */
  constructor(keep: number) {
    this.#keep = keep
  }

  /** The epoch of the newest life. */
  get epoch(): string {
    return `e${this.#lives.length - 1}`
  }

  /** The newest place. */
  get head(): Place {
    return { life: this.#lives.length - 1, seq: this.#lives.at(-1)?.length ?? 0 }
  }

  /** The oldest place that a life of the log can still resume after. */
  floorOf(life: number): Place {
    return { life, seq: Math.max((this.#lives[life]?.length ?? 0) - this.#keep, 0) }
  }

  /** The log begins anew. */
  begin(): void {
    this.#lives.push([])
  }

  add(entry: Published): void {
    this.#lives.at(-1)?.push(entry)
  }

  /** The place of a position, undefined for what is none. */
  placeOf(position: string): Place | undefined {
    const [, life, seq] = /^e(\d+)-(\d+)$/.exec(position) ?? []
    return life === undefined ? undefined : { life: Number(life), seq: Number(seq) }
  }

  at({ life, seq }: Place): Published | undefined {
    return this.#lives[life]?.[seq - 1]
  }

  /** What was published between two places of one life, in order, with its place. */
  between(after: Place, upTo: Place): readonly (Published & { readonly place: Place })[] {
    const entries = this.#lives[after.life]?.slice(after.seq, upTo.seq) ?? []
    return entries.map((entry, index) => ({ ...entry, place: { life: after.life, seq: after.seq + index + 1 } }))
  }
}

/** Below 0 if `a` is before `b`. */
export function compare(a: Place, b: Place): number {
  return a.life - b.life || a.seq - b.seq
}
