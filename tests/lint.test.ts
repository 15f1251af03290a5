import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// Plants files in a copy of the repository's layout, lints them all at once with the repository's own configuration,
// and expects each to be refused by the rule named for it, or not at all.

const ROOT = resolve(import.meta.dirname, '..')
const OXLINT = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin/oxlint')

const ARROW = 'eventwire(import-arrows)'
const STATE = 'eventwire(module-state)'
const FOLDER = 'eventwire(own-folder)'
const GLOBAL = 'eslint(no-restricted-globals)'
const CYCLE = 'import(no-cycle)'

const DOORS = ['node', 'deno', 'bun']
const LOGS = ['sqlite', 'redis', 'postgres', 'nats']
const PACKAGES = ['parser', 'encoder', 'client', 'server', ...DOORS, ...LOGS, 'conformance']
const ALLOWED = [
  'client → parser',
  'server → encoder',
  'deno → node',
  ...[...DOORS, ...LOGS].map((name) => `${name} → server`),
]

interface Planted {
  readonly title: string
  readonly path: string
  readonly code: string
  /** The rule that must refuse the file; undefined for a file that must pass. */
  readonly rule: string | undefined
}

const planted: Planted[] = []

function plant(title: string, folder: string, code: string, rule?: string): void {
  const path = `${folder}/planted-${planted.length}.ts`
  planted.push({ title, path, code, rule })
}

function formsOfImport(specifier: string): readonly (readonly [form: string, code: string])[] {
  return [
    ['import', `import { a } from '${specifier}'\na()\n`],
    ['import for its effects', `import '${specifier}'\n`],
    ['import type', `import type { A } from '${specifier}'\nexport type B = A\n`],
    ['export from', `export { a } from '${specifier}'\n`],
    ['export type from', `export type { A } from '${specifier}'\n`],
    ['export * from', `export * from '${specifier}'\n`],
    ['import()', `export function load(): Promise<unknown> {\n  return import('${specifier}')\n}\n`],
    ['the type import()', `export type A = import('${specifier}').A\n`],
  ]
}

for (const from of PACKAGES) {
  const src = `packages/${from}/src`
  for (const to of PACKAGES) {
    const rule = ALLOWED.includes(`${from} → ${to}`) ? undefined : ARROW
    for (const [form, code] of formsOfImport(`@eventwire/${to}`)) {
      if (rule === undefined && form === 'import for its effects') continue
      plant(`${from} → ${to}, ${form}`, src, code, rule)
    }
    plant(`${from} → ${to}, a subpath`, src, `export { a } from '@eventwire/${to}/deep'\n`, rule)
  }
  const node = from === 'node' ? undefined : ARROW
  plant(`${from} → node:fs`, src, `export { readFile } from 'node:fs'\n`, node)
  plant(`${from} → node:fs, by import()`, src, `export const fs: Promise<unknown> = import('node:fs')\n`, node)
  plant(`${from} → fs without a prefix`, src, `export { readFile } from 'fs'\n`, ARROW)
  plant(`${from} → a package nobody listed`, src, `export { a } from 'left-pad'\n`, ARROW)
  plant(`${from} → a computed name`, src, `export const load = (name: string): unknown => import(name)\n`, ARROW)
  plant(`${from} → its own index`, src, `export { a } from './index.ts'\n`, ARROW)
  plant(`${from} → its own index from a folder`, `${src}/deep`, `export type { A } from '../index.ts'\n`, ARROW)
  plant(`${from} → another package by path`, src, `export { a } from '../../other/src/a.ts'\n`, ARROW)
  plant(`${from} → its own tests`, src, `export { a } from '../test/a.ts'\n`, ARROW)
  plant(`${from} → its own file`, src, `export { a } from './deep/a.ts'\n`)
  plant(`${from}: globalThis`, src, `export const has = (): boolean => 'process' in globalThis\n`)
  plant(`${from}: window`, src, `export const title = (): unknown => window.name\n`, GLOBAL)
  plant(`${from}: process`, src, `export const id = (): unknown => process.pid\n`, from === 'node' ? undefined : GLOBAL)
}

const src = 'packages/parser/src'
plant('a package without a row in the table', 'packages/newcomer/src', `export { a } from '@eventwire/parser'\n`, ARROW)
plant('conformance → fast-check', 'packages/conformance/src', `export { integer } from 'fast-check'\n`)
plant('nats → the core of its client', 'packages/nats/src', `export { headers } from '@nats-io/nats-core'\n`)
plant('nats → its client', 'packages/nats/src', `export { connect } from '@nats-io/transport-node'\n`, ARROW)

plant('let', src, `let count = 0\nexport const next = (): number => ++count\n`, STATE)
plant('export let', src, `export let count = 0\ncount += 1\n`, STATE)
plant('a Map', src, `const seen = new Map<string, number>()\nexport const size = (): number => seen.size\n`, STATE)
plant('an annotated Set', src, `export const seen: Set<string> = new Set()\n`, STATE)
plant('an array', src, `export const list: string[] = []\n`, STATE)
plant('an object', src, `const cache = {}\nexport const get = (): unknown => cache\n`, STATE)
plant('a static field', src, `export class A {\n  static count = 0\n  readonly b = 1\n}\n`, STATE)
plant('a ReadonlyMap', src, `export const names: ReadonlyMap<string, number> = new Map([['a', 1]])\n`)
plant('a readonly array', src, `export const list: readonly string[] = ['a']\n`)
plant('as const', src, `const table = { a: 1 } as const\nexport const a = (): number => table.a\n`)
plant('a static readonly field', src, `export class A {\n  static readonly OPEN = 1\n  readonly b = 1\n}\n`)
plant('let inside a function', src, `export function two(): number {\n  let one = 1\n  one += 1\n  return one\n}\n`)

plant('a long file', src, '\n'.repeat(251), 'eslint(max-lines)')
plant('any', src, `export type A = any\n`, 'typescript(no-explicit-any)')
plant('a non-null !', src, `export const f = (a?: string): string => a!\n`, 'typescript(no-non-null-assertion)')
plant('a default export', src, `export default 1\n`, 'import(no-default-export)')
plant('an empty catch', src, `export function f(): void {\n  try {\n    f()\n  } catch {}\n}\n`, 'eslint(no-empty)')
plant('types by reference', src, `/// <reference types="node" />\nexport {}\n`, 'typescript(triple-slash-reference)')

plant('a test → its own sources', 'packages/parser/test', `export { a } from '../src/a.ts'\n`)
plant('a test → a package by name', 'packages/parser/test', `export { a } from '@eventwire/encoder'\n`)
plant(
  'a test → another package by path',
  'packages/parser/test',
  `export { a } from '../../encoder/src/a.ts'\n`,
  FOLDER,
)
plant('the demo → a package by path', 'demo/src', `export { a } from '../../packages/node/src/a.ts'\n`, FOLDER)
plant('an example → another one', 'examples/a', `export { a } from '../b/a.ts'\n`, FOLDER)
plant('a root test → a package by path', 'tests', `export { a } from '../packages/node/src/a.ts'\n`, FOLDER)
plant('a root test → a script', 'tests', `export { a } from '../scripts/a.ts'\n`)

planted.push(
  ...[
    { kind: 'a cycle', code: (to: string) => `import { b } from './${to}.ts'\nexport const a = (): unknown => b\n` },
    { kind: 'a type-only cycle', code: (to: string) => `import type { A } from './${to}.ts'\nexport type B = A\n` },
  ].flatMap(({ kind, code }, n) => [
    { title: kind, path: `${src}/cycle-${n}.ts`, code: code(`back-${n}`), rule: CYCLE },
    { title: `${kind}, the way back`, path: `${src}/back-${n}.ts`, code: code(`cycle-${n}`), rule: CYCLE },
  ]),
)

describe('the lint', () => {
  const copy = mkdtempSync(join(tmpdir(), 'eventwire-lint-'))
  const found = new Map<string, string[]>()

  beforeAll(() => {
    cpSync(join(ROOT, '.oxlintrc.json'), join(copy, '.oxlintrc.json'))
    cpSync(join(ROOT, 'scripts/lint'), join(copy, 'scripts/lint'), { recursive: true })
    for (const { path, code } of planted) {
      mkdirSync(dirname(join(copy, path)), { recursive: true })
      writeFileSync(join(copy, path), code)
    }
    const run = spawnSync(process.execPath, [OXLINT, '--format=json', '.'], {
      cwd: copy,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    })
    const { diagnostics }: { diagnostics: { filename: string; code: string }[] } = JSON.parse(run.stdout)
    for (const { filename, code } of diagnostics) found.set(filename, [...(found.get(filename) ?? []), code])
  })

  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  const refused = planted.filter(({ rule }) => rule !== undefined)
  const passed = planted.filter(({ rule }) => rule === undefined)

  it.each(refused)('refuses $title', ({ path, rule }) => {
    expect(found.get(path) ?? []).toContain(rule)
  })

  it.each(passed)('passes $title', ({ path }) => {
    expect(found.get(path)).toBeUndefined()
  })

  it('is tried in every package', () => {
    expect(readdirSync(join(ROOT, 'packages')).toSorted()).toEqual(PACKAGES.toSorted())
  })

  it('has nothing to say of its own rules', () => {
    expect([...found.keys()].filter((path) => path.startsWith('scripts/'))).toEqual([])
  })
})
