import { LogError, type LogErrorCode } from '@eventwire/server'

/** What to do about each; the driver's own words follow in brackets. Result codes: sqlite.org/rescode.html. */
const RESULTS: Readonly<Record<number, readonly [name: string, code: LogErrorCode, sentence: string]>> = {
  3: ['PERM', 'refused', 'The SQLite file may not be used like this: give the process the right to write it'],
  5: [
    'BUSY',
    'busy',
    'The SQLite file is locked by another writer: make its transactions shorter, or busyTimeout longer',
  ],
  6: ['LOCKED', 'busy', 'The SQLite file is locked within this process: give the logs a connection of their own'],
  8: [
    'READONLY',
    'read-only',
    'The SQLite file can only be read: open it for writing, and let the process write its folder',
  ],
  11: ['CORRUPT', 'damaged', 'The SQLite file is damaged: restore a copy of it, then call renewEpochs()'],
  13: ['FULL', 'full', 'There is no space left for the SQLite file: make some, or keep less (maxEntries, maxBytes)'],
  14: ['CANTOPEN', 'unreachable', 'The SQLite file cannot be opened: see that its folder exists and may be written'],
  18: ['TOOBIG', 'too-large', 'An entry is larger than SQLite takes: lower maxEntryBytes'],
  23: [
    'AUTH',
    'refused',
    'The SQLite connection has an authorizer that forbids this: let it use tables named eventwire_*',
  ],
  26: ['NOTADB', 'unsuitable', 'The file is no SQLite database: name another, or move it away'],
}

/** What the drivers say of a connection that was closed: node:sqlite, better-sqlite3, bun:sqlite. */
const CLOSED =
  /^(database is not open|statement has been finalized|The database connection is not open|.*closed database|Database has closed)/i
const CLOSE_LAST = 'The SQLite connection was closed: dispose of the logs first, and close it then'

/** An error of a driver as one of ours; what is no error of SQLite stays as it is. */
export function engineError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LogError) return error
  const words = error.message
  if (CLOSED.test(words)) return new LogError('unreachable', `${CLOSE_LAST} (${words})`, { cause: error })
  const result = resultOf(error)
  if (result === undefined) return error
  const [, code, sentence] = RESULTS[result] ?? ['', 'failed' as const, 'SQLite failed']
  return new LogError(code, `${sentence} (${words})`, { cause: error })
}

/** Does something with the database, so that what fails in it is one of our errors. */
export function judged<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw engineError(error)
  }
}

/** Whether somebody else is in the way, who will soon be gone. */
export function isBusy(error: unknown): boolean {
  return error instanceof LogError && error.code === 'busy'
}

/** The primary result code. */
function resultOf(error: Error): number | undefined {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  // node:sqlite tells the extended code, whose low byte is the primary one.
  if (typeof errcode === 'number') return errcode & 0xff
  // better-sqlite3 and bun:sqlite tell its name: SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT.
  const [, name] = (typeof code === 'string' && /^SQLITE_([A-Z]+)/.exec(code)) || []
  if (name === undefined) return undefined
  const known = Object.entries(RESULTS).find(([, [each]]) => each === name)
  return known ? Number(known[0]) : 1
}
