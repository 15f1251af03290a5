import { readFile } from 'node:fs/promises'

/** A file of the page, ready to be sent. */
interface PageFile {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** The page's files by their path in the URL. Nothing else is served, whatever the path asks for. */
export type Page = ReadonlyMap<string, PageFile>

const STYLES: readonly string[] = ['page.css', 'proof.css', 'gauges.css', 'log.css']
const SCRIPTS: readonly string[] = ['main.js', 'stream.js', 'gauges.js', 'chart.js', 'log.js']

export async function loadPage(): Promise<Page> {
  const files = ['index.html', ...STYLES, ...SCRIPTS].map(async (name): Promise<[string, PageFile]> => {
    const body = await readFile(new URL(`../page/${name}`, import.meta.url), 'utf8')
    return [name === 'index.html' ? '/' : `/${name}`, { body, headers: headersOf(name) }]
  })
  return new Map(await Promise.all(files))
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
])

function headersOf(name: string): Readonly<Record<string, string>> {
  return {
    'content-type': TYPES.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'application/octet-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Nothing comes from outside, and nothing goes there.
    'content-security-policy': `default-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    ...(name === 'index.html' && { vary: 'accept' }),
  }
}
