/** Whoever pumps into a transport. */
export interface Feeder {
  /** There is room again. */
  drained(): void
  /** Called at each heartbeat, told whether nothing was written since the last one. */
  beat(silent: boolean): void
  /** The transport is gone. */
  gone(): void
}

/** That of a session which waits for its hub to begin. */
export const TAKEN: Feeder = { drained: nothing, beat: nothing, gone: nothing }

function nothing(): void {}
