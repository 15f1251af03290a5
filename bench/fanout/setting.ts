import type { BenchResult } from '../harness/result.ts'
import type { Stage } from './stage.ts'
import type { Subject } from './subjects.ts'

/** Where and how a case is measured. */
export interface Setting extends Stage {
  /** Its name as it was asked for. */
  readonly name: string
  /** Name of the runtime, such as 'node24'. */
  readonly runtime: string
  readonly quick: boolean
  /** Who takes part, the one that all are compared to first. */
  readonly subjects: readonly Subject[]
  /** Who cannot, and why. */
  readonly absent: readonly string[]
}

export type Case = (setting: Setting) => Promise<BenchResult>
