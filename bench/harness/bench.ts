import type { BenchResult } from './result.ts'

/**
 * A command of the bench: `bench/<name>/main.ts` exports it as `<name>Bench`, runs on every runtime, and is loaded only
 * when it is asked for. It may also export `cases`, the names of its parts, or a function from the runtime to them: each
 * then runs in a process of its own, so that what one teaches the compiler is not measured in the next.
 */
export type Bench = (options: BenchOptions) => Promise<BenchResult>

export interface BenchOptions {
  /** Three rounds instead of fifteen, and smaller sizes: to see that it works, not to quote. */
  readonly quick: boolean
  /** The only case to run. All by default. */
  readonly only?: string
  /** The runtime that is measured, where the bench itself runs on Node: see `DRIVEN` in measure.ts. */
  readonly under?: { readonly name: string; readonly command: string; readonly args: readonly string[] }
}
