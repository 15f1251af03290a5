/** One node on an engine, as the benchmark drives it: our log, or what one would write by hand. */
export interface LogNode extends AsyncDisposable {
  append(log: string, data: string): Promise<unknown>
  /** Calls back for each entry that is appended from now on; resolves once none can be missed. */
  follow(log: string, heard: (data: string) => void): Promise<void>
  /** Reads a log from its oldest entry, until it has read so many; resolves with the characters of data that it read. */
  catchUp(log: string, count: number): Promise<number>
}

export interface NodeInit {
  /** Where the engine is: `EngineProcess.at`. */
  readonly at: string
  /** How many appends wait for an answer at a time. */
  readonly inFlight: number
}

/** What a file in subjects/ exports as `open`. */
export type OpenNode = (init: NodeInit) => Promise<LogNode>

/** Entries kept of a log by who trims at all: more than any case appends before it reads. */
export const KEPT = 20_000
