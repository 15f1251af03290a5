import { posix } from 'node:path'

/** What a package exports: its entry in `exports` (`.`, `./arbitraries`) and the declarations behind it. */
export interface Door {
  readonly path: string
  readonly file: string
}

/**
 * The declarations of a package's public API as one text: those of each door, then of every file that they reach through
 * relative imports, depth first and each file once, under a line that names the file.
 *
 * @param doors in the order of `exports`
 * @param read the text of a `.d.ts` file, comments removed; the path is relative to the package
 */
export function surface(doors: readonly Door[], read: (file: string) => string): string {
  const files = new Set<string>()
  const texts: string[] = []

  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    const text = read(file).trim()
    const door = doors.find((candidate) => candidate.file === file)
    texts.push(`// ${file}${door === undefined ? '' : ` (door "${door.path}")`}\n${text}\n`)
    for (const specifier of relativeSpecifiers(text)) visit(declarationsOf(posix.join(posix.dirname(file), specifier)))
  }

  for (const door of doors) visit(door.file)
  return texts.join('\n')
}

function relativeSpecifiers(declarations: string): readonly string[] {
  const specifiers = declarations.matchAll(/\b(?:from|import)\s*\(?\s*(["'])(\.{1,2}\/.*?)\1/g)
  return Array.from(specifiers, ([, , specifier = '']) => specifier)
}

/** `./event.ts` and `./event.js` are both declared in `./event.d.ts`. */
function declarationsOf(path: string): string {
  return path.replace(/\.[jt]s$/, '.d.ts')
}
