import type { GapVerdict, Mark, Page } from '@eventwire/server'

/** How a log was found when it was read. */
export interface Bounds {
  readonly floor: Mark
  readonly head: Mark
  readonly ended: boolean
}

/** What a position is, and what follows it. */
export interface Reading {
  readonly verdict: Page | GapVerdict
  readonly head: Mark
  readonly ended: boolean
}
