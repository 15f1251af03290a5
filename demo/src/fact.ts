/** Something that the demo tells: what happens on this machine, under the channel that it is published to. */
export type Fact =
  /** The share of its time, 0 to 1, that each core was busy. */
  | { readonly channel: 'cpu'; readonly cores: readonly number[] }
  /** Bytes. */
  | { readonly channel: 'memory'; readonly used: number; readonly total: number }
  /** Milliseconds: the longest that the event loop kept a timer waiting. */
  | { readonly channel: 'loop'; readonly delay: number }
  /** Event streams that the server has open. */
  | { readonly channel: 'connections'; readonly open: number }
  /** A line appended to the file that is followed. */
  | { readonly channel: 'tail'; readonly line: string }

/** A fact's place among all facts, which are numbered without a hole, and its time in ms since 1970. */
export interface Stamp {
  readonly n: number
  readonly at: number
}

/** The `data:` of the event that carries a fact; its channel is the event's type. */
export function writeFact(fact: Fact, stamp: Stamp): string {
  return JSON.stringify({ ...stamp, ...fact, channel: undefined })
}

/** The fact of an event that {@link writeFact} wrote. */
export function readFact({ type, data }: { readonly type: string; readonly data: string }): Fact & Stamp {
  return { channel: type, ...JSON.parse(data) } as Fact & Stamp
}
