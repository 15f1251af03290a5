import { Miniflare, type MiniflareOptions } from 'miniflare'
import type { Result } from './suites/run-suite.js'
import { moduleGraph } from './module-graph.ts'

/** Starts workerd with an entry of this folder, and what else Miniflare is to be told. */
export function workerd(entry: string, options: Partial<MiniflareOptions> = {}): Miniflare {
  // It takes modules of JSON by another way, and no `with { type: 'json' }`.
  const modules = [...moduleGraph(entry).values()].map(({ name, type, text }) => ({
    type: 'ESModule' as const,
    path: name.slice(1),
    contents: type === 'js' ? text.replaceAll(" with { type: 'json' }", '') : `export default ${text}`,
  }))
  return new Miniflare({ modules, modulesRoot: '.', compatibilityDate: '2026-07-01', ...options })
}

/** Runs the suites in workerd. */
export async function runInWorkerd(origin: string): Promise<readonly Result[]> {
  const worker = workerd('/suites/workerd.js')
  try {
    const response = await worker.dispatchFetch(`http://test/?origin=${encodeURIComponent(origin)}`)
    if (!response.ok) throw new Error(`workerd answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as readonly Result[]
  } finally {
    await worker.dispose()
  }
}
