import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../../scripts/program.ts'
import { saved } from '../results.ts'
import { page } from './page.ts'

const PAGE = join(import.meta.dirname, '../../docs/benchmarks.md')

/**
 * Writes `docs/benchmarks.md` from what `--save` kept. With `check` it writes nothing and answers whether the page says
 * what was kept.
 *
 * @throws Failure if nothing was kept
 */
export function report({ check }: { readonly check: boolean }): boolean {
  const measurements = saved()
  if (measurements.length === 0) throw new Failure('Nothing is saved. First: pnpm bench parser --runtime all --save')
  const text = page(measurements)
  if (!check) {
    writeFileSync(PAGE, text)
    return true
  }
  const same = readFileSync(PAGE, 'utf8') === text
  if (!same) console.error('docs/benchmarks.md is not what bench/results say. Write it again: pnpm bench report')
  return same
}
