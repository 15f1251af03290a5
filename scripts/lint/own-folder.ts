import { resolve } from 'node:path/posix'
import type { Rule } from './rule.ts'
import { isRelative, visitSpecifiers } from './specifiers.ts'

/**
 * A relative import may not cross the border of a package, in either direction: tests, the demo, examples and tools use
 * packages by name, through the doors that users have.
 */
export const ownFolder: Rule = {
  create({ filename, report }) {
    const home = packageOf(filename)

    return visitSpecifiers((specifier, node) => {
      if (specifier === undefined || !isRelative(specifier)) return
      if (packageOf(resolve(filename, '..', specifier)) === home) return
      report({ node, message: 'A relative import may not cross the border of a package: import it by its name.' })
    })
  },
}

/** `packages/x`, `examples/x` or `demo`, with all that stands before it; '' for what belongs to the root. */
function packageOf(path: string): string {
  return /^.*\/(packages\/[^/]+|examples\/[^/]+|demo)(?=\/|$)/.exec(path)?.[0] ?? ''
}
