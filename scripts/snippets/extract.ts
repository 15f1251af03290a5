import { Failure } from '../program.ts'

/** A fenced block of code in a document. */
export interface Snippet {
  /** The document's path from the root. */
  readonly document: string
  /** The line of the opening fence, from 1. */
  readonly line: number
  readonly language: 'ts' | 'js'
  readonly code: string
  /** Type-checked only; the text must say why it cannot run. */
  readonly noRun: boolean
  /** The name under which another block can start this one first. */
  readonly file: string | undefined
  /** The `file` of the block that must be running while this one runs. */
  readonly runWith: string | undefined
}

const FLAGS: ReadonlySet<string> = new Set(['no-run', 'file', 'run-with'])
const OTHER_SPELLINGS: ReadonlySet<string> = new Set(['typescript', 'javascript', 'mts', 'mjs', 'tsx', 'jsx'])

/**
 * The ts and js blocks of a Markdown document, in order. After the language a block may say `no-run`, `file=NAME` or
 * `run-with=NAME`; blocks in other languages are skipped.
 *
 * @throws Failure with document and line: a block that never ends, an unknown word after the language, another
 *   spelling of ts or js, or `no-run` without text after the block that could say why
 */
export function extractSnippets(document: string, markdown: string): readonly Snippet[] {
  const snippets: Snippet[] = []
  const lines = markdown.split('\n')

  for (let at = 0; at < lines.length; at++) {
    const [, indent = '', fence = '', info = ''] = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(lines[at] ?? '') ?? []
    if (fence === '') continue
    const place = `${document}:${at + 1}`
    const closing = new RegExp(`^\\s*${fence}${fence[0]}*\\s*$`)
    const end = lines.findIndex((line, n) => n > at && closing.test(line))
    if (end === -1) throw new Failure(`${place}: the block never ends`)

    const options = parseInfo(info, place)
    if (options) {
      const code = lines.slice(at + 1, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
      snippets.push({ document, line: at + 1, code: `${code.join('\n')}\n`, ...options })
    }
    if (options?.noRun === true && !isProse(lines.slice(end + 1).find((line) => line.trim() !== ''))) {
      throw new Failure(`${place}: no-run needs its reason in the text right after the block`)
    }
    at = end
  }
  return snippets
}

function parseInfo(info: string, place: string): Omit<Snippet, 'document' | 'line' | 'code'> | undefined {
  const [language = '', ...words] = info.trim().split(/\s+/)
  if (OTHER_SPELLINGS.has(language)) throw new Failure(`${place}: write ts or js for ${language}`)
  if (language !== 'ts' && language !== 'js') return undefined
  const flags = new Map(words.map((word) => [word.split('=', 1)[0] ?? '', word.split('=')[1]]))
  for (const flag of flags.keys()) {
    if (!FLAGS.has(flag)) throw new Failure(`${place}: ${flag} is none of ${[...FLAGS].join(', ')}`)
  }
  return { language, noRun: flags.has('no-run'), file: flags.get('file'), runWith: flags.get('run-with') }
}

function isProse(line: string | undefined): boolean {
  return line !== undefined && !/^\s*(#|```|~~~)/.test(line)
}
