import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/** A module of the built packages, or of the suites, by the name that it has on the runtime. */
export interface Module {
  readonly name: string
  readonly type: 'js' | 'json'
  readonly text: string
}

const HERE = import.meta.dirname
const PACKAGES = resolve(HERE, '../../packages')
const EXAMPLES = resolve(HERE, '../../examples')
const FROM = /(\bfrom |^import )'([^']+)'/gm

/**
 * Everything that an entry imports, as it is but for the specifiers: browsers and workerd know no packages by name, and
 * workers have no import map. A package is `/@eventwire/NAME/…`, a file of an example `/@eventwire/example-NAME/…`, and
 * one of this folder `/suites/…` or `/servers/…`.
 */
export function moduleGraph(...entries: readonly string[]): ReadonlyMap<string, Module> {
  const modules = new Map<string, Module>()
  const names = [...entries]
  for (const name of names) {
    if (modules.has(name)) continue
    const source = read(fileOf(name))
    if (name.endsWith('.json')) {
      modules.set(name, { name, type: 'json', text: source })
      continue
    }
    const text = source.replaceAll(FROM, (whole, keyword: string, specifier: string) => {
      // An example in a comment.
      if (/^[^.@]/.test(specifier)) return whole
      const target = specifier.startsWith('.') ? join(dirname(name), specifier) : named(specifier)
      if (!/^\/(suites|servers|@eventwire)\//.test(target)) return whole
      names.push(target)
      return `${keyword}'${target}'`
    })
    modules.set(name, { name, type: 'js', text })
  }
  return modules
}

/** A package's door, or a file of an example, which has none. */
function named(specifier: string): string {
  return specifier.endsWith('.ts') ? `/${specifier}` : `/${specifier}/index.js`
}

function read(file: string): string {
  const text = readFileSync(file, 'utf8')
  return file.endsWith('.ts') ? stripTypeScriptTypes(text) : text
}

function fileOf(name: string): string {
  const [, folder = '', ...path] = name.split('/')
  if (folder !== '@eventwire') return join(HERE, name)
  const [pkg = '', ...inside] = path
  if (pkg.startsWith('example-')) return join(EXAMPLES, pkg.replace('example-', ''), ...inside)
  return join(PACKAGES, pkg, 'dist', ...inside)
}
