import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packages, ROOT } from '../packages.ts'
import type { Snippet } from './extract.ts'

const FOLDER: string = join(ROOT, '.snippets')

/** What documents import of others, and the package that is tested with it. */
const OTHERS: readonly (readonly [name: string, owner: string])[] = [
  ['ioredis', 'redis'],
  ['pg', 'postgres'],
  ['@types/pg', 'postgres'],
  ['@nats-io/transport-node', 'nats'],
]

/** Where the file of a snippet lies, from the root. */
export function fileOf({ document, line, language, file }: Snippet): string {
  return `.snippets/${document.replaceAll(/[^\w-]+/g, '-')}/${file ?? `line-${line}.${language}`}`
}

/** Writes the snippets as a TypeScript project of their own, in which every package resolves by its name. */
export function writeProject(snippets: readonly Snippet[]): void {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(join(FOLDER, 'node_modules/@eventwire'), { recursive: true })
  for (const { name, folder } of packages()) symlinkSync(folder, join(FOLDER, 'node_modules/@eventwire', name))
  for (const [name, owner] of OTHERS) {
    mkdirSync(dirname(join(FOLDER, 'node_modules', name)), { recursive: true })
    symlinkSync(join(ROOT, 'packages', owner, 'node_modules', name), join(FOLDER, 'node_modules', name))
  }

  writeFileSync(join(FOLDER, 'package.json'), '{ "private": true, "type": "module" }\n')
  const compilerOptions = {
    noEmit: true,
    declaration: false,
    isolatedDeclarations: false,
    moduleDetection: 'force',
    allowJs: true,
    checkJs: true,
    types: ['node'],
    // A reader of a document wants short code, not every value used.
    noUnusedLocals: false,
    noUnusedParameters: false,
  }
  const config = { extends: '../tsconfig.base.json', compilerOptions, include: ['*/*.ts', '*/*.js'] }
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(config))

  for (const snippet of snippets) {
    const path = join(ROOT, fileOf(snippet))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, snippet.code)
  }
}

/** Type-checks the project. Each line of the answer is an error, at its place in the document. */
export function typeErrors(snippets: readonly Snippet[]): string {
  if (snippets.length === 0) return ''
  const tsc = join(ROOT, 'node_modules/.bin/tsc')
  const { stdout, error } = spawnSync(tsc, ['--project', '.snippets', '--pretty', 'false'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (error) throw error
  const byFile = new Map(snippets.map((snippet) => [fileOf(snippet), snippet]))
  return stdout.replaceAll(/^(\.snippets\/[^(]+)\((\d+),/gm, (text, file: string, line: string) => {
    const snippet = byFile.get(file)
    return snippet ? `${snippet.document}:${snippet.line + Number(line)} (column ` : text
  })
}
