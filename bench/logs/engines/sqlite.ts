import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../engine.ts'

/** It has no process of its own. */
export const sqlite: Engine = {
  name: 'sqlite',
  subjects: [
    { name: 'sqlite-floor', label: 'floor: node:sqlite, INSERT, one transaction per turn' },
    { name: 'sqlite-eventwire', label: 'eventwire, SqliteLogs on node:sqlite' },
  ],
  missing: () => undefined,
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-sqlite-'))
    return {
      at: join(folder, 'logs.db'),
      [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
    }
  },
}
