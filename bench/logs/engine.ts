import type { Subject } from '../fanout/subjects.ts'

/** An engine that logs are kept in. */
export interface Engine {
  readonly name: string
  /** Who takes part, the floor first. */
  readonly subjects: readonly Subject[]
  /** Logs that it can be asked to have, if it takes minutes to make more. @default 10,000 */
  readonly mostLogs?: number
  /** Why it cannot be started here, or undefined if it can. */
  missing(): string | undefined
  /** Starts it, empty, for the benchmark alone. */
  start(): Promise<EngineProcess>
}

export interface EngineProcess extends AsyncDisposable {
  /** URL or file. */
  readonly at: string
  /** Of a server in a process of its own: microseconds of CPU, user and system, so far. */
  cpu?(): number
}
