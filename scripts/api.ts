// Compares each package's public declarations with api/<package>.d.ts, which is checked in; `--write` renews those files.
// Comments are left out, so that a change of words is no change of the API.

import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Package, packages, ROOT } from './packages.ts'
import { program } from './program.ts'
import { run } from './run.ts'
import { surface } from './surface.ts'

const write = process.argv.includes('--write')
const scratch = mkdtempSync(join(tmpdir(), 'eventwire-api-'))

await program(main).finally(() => rmSync(scratch, { recursive: true, force: true }))

function main(): boolean {
  const checkedIn = new Set(globSync('api/*.d.ts', { cwd: ROOT }).map((path) => basename(path, '.d.ts')))
  let same = true

  for (const each of packages()) {
    checkedIn.delete(each.name)
    const api = declarationsOf(each)
    const target = join(ROOT, 'api', `${each.name}.d.ts`)
    if (existsSync(target) && readFileSync(target, 'utf8') === api) continue
    if (write) {
      mkdirSync(join(ROOT, 'api'), { recursive: true })
      writeFileSync(target, api)
      console.log(`api/${each.name}.d.ts written`)
    } else {
      same = false
      showDifference(target, api)
    }
  }

  for (const name of checkedIn) {
    same = false
    console.error(`api/${name}.d.ts belongs to no package: remove it.`)
  }
  if (!same)
    console.error('\nThe public API is not what api/ says. If that is meant: pnpm api:write, and add a changeset.')
  return same
}

function declarationsOf({ name, folder, exports }: Package): string {
  const outDir = join(scratch, name)
  const args = ['--project', folder, '--emitDeclarationOnly', '--removeComments', '--outDir', outDir]
  run('tsc', [...args, '--tsBuildInfoFile', join(scratch, `${name}.tsbuildinfo`)])
  const doors = Object.entries(exports).map(([path, door]) => ({
    path,
    file: (door['types'] ?? '').replace('./dist/', ''),
  }))
  return surface(doors, (file) => readFileSync(join(outDir, file), 'utf8'))
}

function showDifference(target: string, api: string): void {
  const wanted = join(scratch, basename(target))
  writeFileSync(wanted, api)
  const before = existsSync(target) ? target : '/dev/null'
  console.error(`\n${basename(target)}: what is checked in (-) and what the sources say (+)`)
  spawnSync('git', ['--no-pager', 'diff', '--no-index', '--no-prefix', before, wanted], { stdio: 'inherit' })
}
