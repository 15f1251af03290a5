import type { BenchResult } from '../harness/result.ts'
import type { Engine } from './engine.ts'

export interface Setting {
  readonly name: string
  readonly quick: boolean
  readonly engine: Engine
}

export type Case = (setting: Setting) => Promise<BenchResult>
