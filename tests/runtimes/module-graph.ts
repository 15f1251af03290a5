import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** A module of the built packages, or of the suites, by the name that it has on the runtime. */
export interface Module {
  readonly name: string
  readonly type: 'js' | 'json'
  readonly text: string
}

const HERE = import.meta.dirname
const PACKAGES = resolve(HERE, '../../packages')
const FROM = /(\bfrom |^import )'([^']+)'/gm

/**
 * Everything that an entry imports, as it is but for the specifiers: browsers and workerd know no packages by name, and
 * workers have no import map. A package is `/@eventwire/NAME/…`, and a file of this folder `/suites/…`.
 */
export function moduleGraph(...entries: readonly string[]): ReadonlyMap<string, Module> {
  const modules = new Map<string, Module>()
  const names = [...entries]
  for (const name of names) {
    if (modules.has(name)) continue
    const source = readFileSync(fileOf(name), 'utf8')
    if (name.endsWith('.json')) {
      modules.set(name, { name, type: 'json', text: source })
      continue
    }
    const text = source.replaceAll(FROM, (whole, keyword: string, specifier: string) => {
      // An example in a comment.
      if (/^[^.@]/.test(specifier)) return whole
      const target = specifier.startsWith('.') ? join(dirname(name), specifier) : `/${specifier}/index.js`
      if (!/^\/(suites|@eventwire)\//.test(target)) return whole
      names.push(target)
      return `${keyword}'${target}'`
    })
    modules.set(name, { name, type: 'js', text })
  }
  return modules
}

function fileOf(name: string): string {
  const [, folder = '', ...path] = name.split('/')
  if (folder !== '@eventwire') return join(HERE, name)
  const [pkg = '', ...inside] = path
  return join(PACKAGES, pkg, 'dist', ...inside)
}
