// Type-checks and runs every ts and js block of the documents, so that what they show works.

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './packages.ts'
import { Failure, program } from './program.ts'
import { Child } from './snippets/child.ts'
import { extractSnippets, type Snippet } from './snippets/extract.ts'
import { fileOf, typeErrors, writeProject } from './snippets/project.ts'

const DOCUMENTS = ['README.md', 'packages/*/README.md', 'examples/*/README.md', 'docs/**/*.md']
/** Milliseconds that one block may run. */
const TIMEOUT = 20_000

await program(main)

async function main(): Promise<boolean> {
  const snippets = globSync(DOCUMENTS, { cwd: ROOT })
    .toSorted()
    .flatMap((document) => extractSnippets(document, readFileSync(join(ROOT, document), 'utf8')))
  const runs = runsOf(snippets)

  writeProject(snippets)
  const errors = typeErrors(snippets)
  if (errors !== '') {
    console.error(errors)
    return false
  }

  let failed = 0
  for (const each of runs) {
    const failure = await run(each)
    if (failure === undefined) continue
    failed += 1
    console.error(`${placeOf(each.snippet)}: the block fails\n${failure.replaceAll(/^(?=.)/gm, '  ')}\n`)
  }
  console.log(`Snippets: ${snippets.length} type-checked, ${runs.length} programs run, ${failed} failed`)
  return failed === 0
}

/** A block to run to its end, and the block that must be running meanwhile. */
interface Run {
  readonly snippet: Snippet
  readonly beside: Snippet | undefined
}

function runsOf(snippets: readonly Snippet[]): readonly Run[] {
  const runnable = snippets.filter((snippet) => !snippet.noRun)
  const runs = runnable
    .filter((snippet) => snippet.runWith !== undefined || snippet.file === undefined)
    .map((snippet) => ({ snippet, beside: partnerOf(snippet, runnable) }))

  const reached = new Set(runs.flatMap(({ snippet, beside }) => [snippet, beside]))
  const never = runnable.find((snippet) => !reached.has(snippet))
  if (never) throw new Failure(`${placeOf(never)}: no block says run-with=${never.file}`)
  return runs
}

function partnerOf(snippet: Snippet, runnable: readonly Snippet[]): Snippet | undefined {
  if (snippet.runWith === undefined) return undefined
  const partner = runnable.find(({ document, file }) => document === snippet.document && file === snippet.runWith)
  if (!partner) throw new Failure(`${placeOf(snippet)}: there is no block with file=${snippet.runWith}`)
  return partner
}

/** What went wrong, with all output; undefined if nothing did. */
async function run({ snippet, beside }: Run): Promise<string | undefined> {
  const background = beside && new Child(join(ROOT, fileOf(beside)), TIMEOUT)
  await background?.ready
  const child = new Child(join(ROOT, fileOf(snippet)), TIMEOUT)
  const good = await child.ended
  const alive = background?.running ?? true
  await background?.stop()

  if (good && alive) return undefined
  return background ? `${child.output}\nIts server wrote:\n${background.output}` : child.output
}

function placeOf({ document, line }: Snippet): string {
  return `${document}:${line}`
}
