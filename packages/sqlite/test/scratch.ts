import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A path where nothing is yet, in a folder that goes when the tests of the file are over. */
export function scratchFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'eventwire-sqlite-'))
  folders.add(folder)
  return join(folder, 'logs.db')
}

const folders = new Set<string>()
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
