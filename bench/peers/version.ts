import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The version that is installed of a package; not every package lets its package.json be imported. */
export function versionOf(name: string): string {
  const path = join(import.meta.dirname, '../../node_modules', name, 'package.json')
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string }
  return version
}
