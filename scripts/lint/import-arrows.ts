import { resolve } from 'node:path/posix'
import type { Rule } from './rule.ts'
import { isRelative, visitSpecifiers } from './specifiers.ts'

/**
 * The import arrows of docs/ARCHITECTURE.md, for `packages/<name>/src`. The option is the whole table: package name →
 * what it may import besides its own files (`node:*` stands for Node's own modules). A package that the table does not
 * name may import nothing.
 */
export const importArrows: Rule = {
  meta: { schema: [{ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } }] },
  create({ filename, options, report }) {
    const place = /^(.*\/packages\/([^/]+)\/src)\//.exec(filename)
    if (!place) return {}
    const [, src = '', name = ''] = place
    const allowed = allowedImports(options[0], name)

    return visitSpecifiers((specifier, node) => {
      const problem =
        specifier === undefined
          ? 'A computed module name hides an import arrow. Name the module in a plain string.'
          : isRelative(specifier)
            ? relativeProblem(src, resolve(filename, '..', specifier))
            : namedProblem(name, allowed, specifier)
      if (problem !== undefined) report({ node, message: problem })
    })
  },
}

function allowedImports(table: unknown, name: string): readonly string[] {
  const row: unknown = typeof table === 'object' && table !== null ? Reflect.get(table, name) : undefined
  return Array.isArray(row) ? row.filter((entry) => typeof entry === 'string') : []
}

function relativeProblem(src: string, target: string): string | undefined {
  if (target === src || /^\/index(\.[jt]s)?$/.test(target.slice(src.length))) {
    return 'Nobody inside a package imports its index: import the file that holds the thing.'
  }
  if (target.startsWith(`${src}/`)) return undefined
  return 'A relative import stays inside its own src: import another package by its name.'
}

function namedProblem(name: string, allowed: readonly string[], specifier: string): string | undefined {
  if (allowed.some((entry) => matches(entry, specifier))) return undefined
  const list = allowed.length === 0 ? 'nothing' : allowed.join(', ')
  return `Import arrow (docs/ARCHITECTURE.md): ${name} may import ${list} besides its own files, not ${specifier}.`
}

function matches(entry: string, specifier: string): boolean {
  return entry.endsWith('*')
    ? specifier.startsWith(entry.slice(0, -1))
    : specifier === entry || specifier.startsWith(`${entry}/`)
}
