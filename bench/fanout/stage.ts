import type { Cores } from './cores.ts'
import type { Program } from './process.ts'

/** Where the servers run. */
export interface Stage {
  /** The runtime under test. */
  readonly program: Program
  readonly cores: Cores | undefined
}

/** What one run cost. */
export interface Cost {
  /** Nanoseconds of the server's CPU per unit. */
  readonly cpu: number
  /** Units per second. */
  readonly rate: number
  /** How busy the process of the readers was, of 1. */
  readonly busy: number
}
