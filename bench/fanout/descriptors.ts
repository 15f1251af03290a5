import { existsSync, readFileSync } from 'node:fs'

/** What a process has open beside its connections. */
const OTHERS = 500

/** Those of the sizes that can be, and a sentence about those that cannot. */
export function fitting(sizes: readonly number[]): { readonly sizes: readonly number[]; readonly remarks: string[] } {
  const limit = connectionLimit()
  const left = sizes.filter((size) => size > limit)
  const remarks = left.map((size) => `SKIPPED: ${size} readers need a higher \`ulimit -n\` than ${limit + OTHERS}.`)
  return { sizes: sizes.filter((size) => size <= limit), remarks }
}

/** How many connections one process may hold, as far as this system says. */
function connectionLimit(): number {
  if (!existsSync('/proc/self/limits')) return Infinity
  const [, limit] = /^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
  return limit === undefined ? Infinity : Number(limit) - OTHERS
}
