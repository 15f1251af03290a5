import type { Measurement } from './measure.ts'
import { Failure } from '../scripts/program.ts'

/**
 * One case among those that are kept, in place of what is kept of it.
 *
 * @param cases all there are, in order: a case's tables and comparisons have its name, or one that begins with it
 * @throws Failure if the others are of another day, machine or version, since a page gives one of each for all.
 */
export function among(kept: Measurement | undefined, fresh: Measurement, cases: readonly string[]): Measurement {
  if (!kept) return fresh
  const [before, now] = [kept, fresh].map(({ environment }) => JSON.stringify({ ...environment, packages: undefined }))
  if (before !== now)
    throw new Failure(`What is kept was measured otherwise: ${before}, and not ${now}. Measure it all.`)
  const merge = <Part extends { readonly name: string }>(
    old: readonly Part[] = [],
    parts: readonly Part[] = [],
  ): Part[] => {
    const replaced = new Set(parts.map(({ name }) => placeOf(name, cases)))
    const others = old.filter(({ name }) => !replaced.has(placeOf(name, cases)))
    return [...others, ...parts].toSorted((a, b) => placeOf(a.name, cases) - placeOf(b.name, cases))
  }
  return { ...fresh, comparisons: merge(kept.comparisons, fresh.comparisons), tables: merge(kept.tables, fresh.tables) }
}

/** The place of the case that has the longest name with which this one begins. */
function placeOf(name: string, cases: readonly string[]): number {
  const own = cases
    .filter((each) => name === each || name.startsWith(`${each}-`))
    .toSorted((a, b) => b.length - a.length)
  return cases.indexOf(own[0] ?? '')
}
