// Packs every published package as a release would, and checks what a user of the tarball would meet.

import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Package, packages, SOURCE_CONDITION } from './packages.ts'
import { Failure, program } from './program.ts'
import { pnpm, run } from './run.ts'

const scratch = mkdtempSync(join(tmpdir(), 'eventwire-pack-'))

await program(main).finally(() => rmSync(scratch, { recursive: true, force: true }))

function main(): boolean {
  pnpm(['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', scratch], { quiet: true })
  for (const each of packages()) check(each)
  return true
}

function check(each: Package): void {
  const [tarball] = globSync(`eventwire-${each.name}-[0-9]*.tgz`, { cwd: scratch })
  if (tarball === undefined) throw new Failure(`${each.name}: no tarball was packed`)
  const path = join(scratch, tarball)
  checkContents(each, path)
  run('publint', ['run', path, '--strict'], { quiet: true })
  run('attw', [path, '--profile', 'esm-only', '--no-definitely-typed', '--no-emoji'], { quiet: true })
  console.log(`${tarball}: publint and attw have nothing to say`)
}

function checkContents({ name, folder }: Package, tarball: string): void {
  const files = read('-tzf', tarball).trim().split('\n')
  for (const file of ['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']) {
    if (!files.includes(`package/${file}`)) throw new Failure(`${name}: the tarball lacks ${file}`)
  }
  const strange = files.map((file) => file.replace(/^package\//, '')).filter((file) => !belongs(file, folder))
  if (strange.length > 0) {
    throw new Failure(
      `${name}: the tarball holds ${strange.join(', ')}. If a source is gone, remove dist and build again.`,
    )
  }

  const manifest = read('-xzOf', tarball, 'package/package.json')
  for (const word of [SOURCE_CONDITION, 'workspace:']) {
    if (manifest.includes(word)) throw new Failure(`${name}: the packed package.json still says ${word}`)
  }
}

/** Only what a source stands behind: a build leaves the output of a removed source where it is. */
function belongs(file: string, folder: string): boolean {
  // The last is what the users of @eventwire/postgres may run by hand.
  if (['LICENSE', 'README.md', 'package.json', 'schema.sql'].includes(file)) return true
  const [, stem = '', extension = ''] = /^dist\/(.*?)\.(js|d\.ts|json)$/.exec(file) ?? []
  return stem !== '' && existsSync(join(folder, 'src', `${stem}.${extension === 'json' ? 'json' : 'ts'}`))
}

function read(...args: readonly string[]): string {
  return execFileSync('tar', args, { encoding: 'utf8' })
}
