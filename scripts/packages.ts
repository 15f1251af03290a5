import { globSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** The repository's root. */
export const ROOT: string = resolve(import.meta.dirname, '..')

/** The condition under which a package's door is its sources. */
export const SOURCE_CONDITION = '@eventwire/source'

/** A published package of this workspace. */
export interface Package {
  /** The folder's name under `packages/`, and the name after `@eventwire/`. */
  readonly name: string
  /** Absolute path. */
  readonly folder: string
  /** Subpath → condition → file. */
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Every published package, by name. */
export function packages(): readonly Package[] {
  return globSync('packages/*/package.json', { cwd: ROOT })
    .map((path) => {
      const folder = dirname(resolve(ROOT, path))
      const manifest: { name: string; exports: Package['exports'] } = JSON.parse(
        readFileSync(resolve(folder, 'package.json'), 'utf8'),
      )
      return { name: manifest.name.replace('@eventwire/', ''), folder, exports: manifest.exports }
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
