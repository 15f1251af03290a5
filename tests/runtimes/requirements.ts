import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Something that no registry package brings and that the machine itself must have. */
export interface Requirement {
  readonly name: string
  /** What is not tested without it. */
  readonly covers: string
  /** How a person gets it. */
  readonly get: string
  /** The absolute path of its program, or undefined if the machine has none. */
  find(): string | undefined
}

export const chromium: Requirement = {
  name: 'Chromium',
  covers:
    'the built packages in Chromium and in its back/forward cache, the wire vectors in its own EventSource, the demo page',
  get: 'apt-get install chromium',
  find: () => programs('chromium')[0],
}

export const firefox: Requirement = {
  name: 'Firefox ESR',
  covers: 'the built packages in Firefox, page and worker',
  get: 'apt-get install firefox-esr',
  find: () => programs('firefox-esr')[0],
}

export const nginx: Requirement = {
  name: 'nginx',
  covers: 'a stream behind nginx',
  get: 'apt-get install nginx-light',
  find: () => programs('nginx', ['/usr/sbin'])[0],
}

/** Only for tests: it makes a certificate. */
export const openssl: Requirement = {
  name: 'openssl',
  covers: 'a stream over HTTP/2',
  get: 'apt-get install openssl',
  find: () => programs('openssl')[0],
}

export const node20: Requirement = {
  name: 'Node 20',
  covers: 'the built packages on the oldest Node that they promise',
  get: 'installing Node 20 next to, or instead of, the one you have',
  find: () => programs('node').find((path) => versionOf(path).startsWith('v20.')),
}

export const requirements: readonly Requirement[] = [chromium, firefox, nginx, openssl, node20]

/** Every program of that name on the PATH, less those of installed packages. */
function programs(name: string, more: readonly string[] = []): readonly string[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const folders = [...onPath, ...more]
  return folders.map((folder) => join(folder, name)).filter(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function versionOf(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' })
}
