import { readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { runtimes, versionOf, type Runtime } from './runtimes.ts'

/** Where and with what something was measured. */
export interface Environment {
  readonly runtime: string
  readonly version: string
  readonly cpu: string
  readonly cores: number
  /** Such as '2026-11-23'. */
  readonly date: string
  readonly quick: boolean
  /** Package → version, of what is compared. */
  readonly packages: Readonly<Record<string, string>>
}

export function environment(runtime: Runtime, quick: boolean): Environment {
  return {
    runtime: runtime.name,
    version: versionOf(runtime),
    cpu: cpus()[0]?.model.trim() ?? 'unknown CPU',
    cores: availableParallelism(),
    date: new Date().toISOString().slice(0, 10),
    quick,
    packages: pinned(),
  }
}

function pinned(): Record<string, string> {
  const path = join(import.meta.dirname, 'package.json')
  const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(readFileSync(path, 'utf8'))
  // The links are our own packages; the runtimes say their versions themselves; types are not compared.
  const compared = Object.entries(devDependencies).filter(([name, version]) => {
    return /^\d/.test(version) && !name.startsWith('@types/') && !runtimes.some((runtime) => runtime.name === name)
  })
  return Object.fromEntries(compared)
}
