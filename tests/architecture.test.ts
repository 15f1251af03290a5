import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

// What docs/ARCHITECTURE.md promises of the packages and the lint cannot see.

const ROOT = resolve(import.meta.dirname, '..')
const SOURCE = '@eventwire/source'

/** What each package may depend on; `conformance` takes fast-check as an optional peer, and `nats` what every connection to NATS has anyway. */
const DEPENDENCIES: Readonly<Record<string, readonly string[]>> = {
  parser: [],
  encoder: [],
  client: ['@eventwire/parser'],
  server: ['@eventwire/encoder'],
  node: ['@eventwire/server'],
  deno: ['@eventwire/node', '@eventwire/server'],
  bun: ['@eventwire/server'],
  sqlite: ['@eventwire/server'],
  redis: ['@eventwire/server'],
  postgres: ['@eventwire/server'],
  nats: ['@eventwire/server'],
  conformance: [],
}
/** Beside what is built. */
const FILES: Readonly<Record<string, readonly string[]>> = { postgres: ['schema.sql'] }
const PEERS: Readonly<Record<string, readonly string[]>> = { conformance: ['fast-check'], nats: ['@nats-io/nats-core'] }

type Door = Readonly<Record<string, string>>

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly type?: string
  readonly sideEffects?: boolean
  readonly engines?: { readonly node?: string }
  readonly files?: readonly string[]
  readonly exports: Readonly<Record<string, Door>>
  readonly publishConfig?: { readonly access?: string; readonly exports?: Readonly<Record<string, Door>> }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
  readonly main?: unknown
  readonly bin?: unknown
}

interface Tsconfig {
  readonly references: readonly { readonly path: string }[]
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T
}

function lines(path: string): number {
  return readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1
}

const names = globSync('packages/*/package.json', { cwd: ROOT })
  .map((path) => path.split(/[\\/]/)[1] ?? '')
  .toSorted()

it('knows every package', () => {
  expect(names).toEqual(Object.keys(DEPENDENCIES).toSorted())
})

describe.each(names)('packages/%s', (name) => {
  const manifest = json<Manifest>(`packages/${name}/package.json`)

  it('is an ES module without side effects, for Node 20.19 and later', () => {
    expect(manifest).toMatchObject({
      name: `@eventwire/${name}`,
      type: 'module',
      sideEffects: false,
      engines: { node: '>=20.19' },
      files: ['dist', '!dist/*.tsbuildinfo', ...(FILES[name] ?? [])],
      publishConfig: { access: 'public' },
    })
    expect(manifest.private).toBeUndefined()
    expect(manifest.main).toBeUndefined()
  })

  it('has ES module doors only: source, types, default', () => {
    for (const [path, door] of Object.entries(manifest.exports)) {
      expect([path, Object.keys(door)]).toEqual([path, [SOURCE, 'types', 'default']])
      expect(door[SOURCE]).toMatch(/^\.\/src\/[\w-]+\.ts$/)
      expect(existsSync(join(ROOT, 'packages', name, door[SOURCE] ?? ''))).toBe(true)
      const stem = door[SOURCE]?.replace('./src/', './dist/').replace(/\.ts$/, '')
      expect(door).toMatchObject({ types: `${stem}.d.ts`, default: `${stem}.js` })
    }
  })

  it('is published with the same doors, less the sources', () => {
    const published = Object.entries(manifest.exports).map(([path, door]) => [
      path,
      Object.fromEntries(Object.entries(door).filter(([condition]) => condition !== SOURCE)),
    ])
    expect(manifest.publishConfig?.exports).toEqual(Object.fromEntries(published))
  })

  it('depends on what the import arrows allow, and on nothing else', () => {
    const workspace = Object.fromEntries((DEPENDENCIES[name] ?? []).map((dependency) => [dependency, 'workspace:^']))
    expect(manifest.dependencies ?? {}).toEqual(workspace)
    expect(Object.keys(manifest.peerDependencies ?? {})).toEqual(PEERS[name] ?? [])
    for (const peer of PEERS[name] ?? []) {
      expect(manifest.peerDependenciesMeta?.[peer]?.optional ?? false).toBe(name === 'conformance')
    }
  })

  it('is a project that references what it depends on', () => {
    const own = json<Tsconfig>(`packages/${name}/tsconfig.json`).references.map(({ path }) => path)
    expect(own).toEqual((DEPENDENCIES[name] ?? []).map((dependency) => dependency.replace('@eventwire/', '../')))
    expect(json<Tsconfig>('tsconfig.json').references).toContainEqual({ path: `packages/${name}` })
  })

  it('has a README, a checked-in API, and a row in the root README', () => {
    expect(existsSync(join(ROOT, 'packages', name, 'README.md'))).toBe(true)
    expect(existsSync(join(ROOT, 'api', `${name}.d.ts`))).toBe(true)
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(`(packages/${name})`)
  })
})

describe('sources', () => {
  const sizes = globSync('packages/*/src/**/*.ts', { cwd: ROOT }).map((path) => ({ path, lines: lines(path) }))

  it('are short: none above 250 lines, half of them at most 100', () => {
    expect(sizes.filter((file) => file.lines > 250)).toEqual([])
    const sorted = sizes.map((file) => file.lines).toSorted((a, b) => a - b)
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(100)
  })
})

describe('importing a package', () => {
  const doors = names.flatMap((name) =>
    Object.keys(json<Manifest>(`packages/${name}/package.json`).exports).map((path) => ({
      name,
      door: `@eventwire/${name}${path.slice(1)}`,
    })),
  )

  // Some runtimes (workerd) refuse timers, randomness and I/O outside a request.
  it.each(doors)('draws nothing random, reads no clock and starts no timer: $door', ({ name, door }) => {
    const script = `
      const refuse = (what) => () => { throw new Error(what + ' at import') }
      Math.random = refuse('Math.random')
      Date.now = refuse('Date.now')
      performance.now = refuse('performance.now')
      crypto.getRandomValues = refuse('crypto.getRandomValues')
      crypto.randomUUID = refuse('crypto.randomUUID')
      for (const what of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch']) {
        Object.defineProperty(globalThis, what, { value: refuse(what) })
      }
      globalThis.Date = class extends Date {
        constructor(...args) {
          if (args.length === 0) throw new Error('new Date() at import')
          super(...args)
        }
      }
      await import('${door}')`
    const run = spawnSync(process.execPath, [`--conditions=${SOURCE}`, '--input-type=module', '--eval', script], {
      cwd: join(ROOT, 'packages', name),
      encoding: 'utf8',
    })
    expect(run.stderr).toBe('')
    expect(run.status).toBe(0)
  })
})
