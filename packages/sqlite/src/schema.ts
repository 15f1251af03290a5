import { LogError } from '@eventwire/server'
import type { SqliteDatabase } from './database.ts'
import { engineError, isBusy } from './engine-error.ts'
import { rollBack } from './roll-back.ts'

/** Of the tables below; a file of a later one is refused. */
const VERSION = 1

const TABLES = `
  CREATE TABLE eventwire_schema (
    version INTEGER NOT NULL,
    deletions INTEGER NOT NULL
  );
  CREATE TABLE eventwire_logs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    epoch TEXT NOT NULL,
    floor INTEGER NOT NULL,
    floor_bytes INTEGER NOT NULL,
    head INTEGER NOT NULL,
    head_bytes INTEGER NOT NULL,
    ended INTEGER NOT NULL
  );
  -- Of the few that have ended: an append, which changes the row, leaves it alone.
  CREATE INDEX eventwire_ended ON eventwire_logs (ended) WHERE ended > 0;
  -- In the order in which they have come: what is appended to a tree of rowids fills its pages. The ids rise over all logs,
  -- so that other processes see by them what is new. Entries of a log whose ids and seqs follow one another are a run, and
  -- only the first of a run is in the index: that of a log that is busy alone stays small. The bytes are those of data and
  -- meta, of all entries that the log has had up to and with this one: so those between two are one subtraction.
  CREATE TABLE eventwire_entries (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    start INTEGER,
    bytes INTEGER NOT NULL,
    time INTEGER NOT NULL,
    channel TEXT NOT NULL,
    type TEXT,
    meta TEXT,
    data TEXT NOT NULL
  );
  CREATE UNIQUE INDEX eventwire_runs ON eventwire_entries (log, seq) WHERE start = 1;
  CREATE TABLE eventwire_keys (
    id INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    key TEXT NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    UNIQUE (log, key)
  );
  CREATE INDEX eventwire_keys_age ON eventwire_keys (log, id);
  INSERT INTO eventwire_schema VALUES (${VERSION}, 0)
`

/** Makes the connection durable and sees that the tables are there. Waits up to `busyTimeout` ms for who has the file. */
export function prepareSchema(database: SqliteDatabase, busyTimeout: number): void {
  database.exec(`PRAGMA busy_timeout = ${busyTimeout}`)
  useWal(database)
  // Each commit is on the disk before it is acknowledged; in WAL mode NORMAL would leave that to a later checkpoint.
  database.exec('PRAGMA synchronous = FULL')
  // Four times as many pages as by default: a checkpoint has two syncs of its own. The WAL file grows to 16 MiB.
  database.exec('PRAGMA wal_autocheckpoint = 4000')
  // macOS: fsync alone leaves it in the drive's cache.
  database.exec('PRAGMA fullfsync = ON')
  if (versionOf(database) === undefined) create(database)
  const version = versionOf(database)
  if (version !== undefined && version > VERSION) {
    throw new LogError(
      'too-new',
      `The logs in this SQLite file are of version ${version}, and this package knows versions up to ${VERSION}: update @eventwire/sqlite`,
    )
  }
  // From here on whoever has to wait does so without blocking the event loop.
  database.exec('PRAGMA busy_timeout = 0')
  if (canWrite(database)) syncWal(database)
}

function useWal(database: SqliteDatabase): void {
  const before = modeOf(database.prepare('PRAGMA journal_mode').get())
  const mode = before === 'wal' ? before : modeOf(database.prepare('PRAGMA journal_mode = WAL').get())
  if (mode === 'wal') return
  const what = mode === 'memory' ? 'It is a database in memory: use MemoryLog instead' : `Its journal stays ${mode}`
  throw new LogError(
    'unsuitable',
    `The SQLite database takes no write-ahead log (WAL), which must be a local file. ${what}`,
  )
}

/**
 * Whoever opens a file after a crash finds in its WAL what the crashed one may have written and not yet synced, and gives it
 * to readers: so it must be on the disk first. A checkpoint syncs the WAL before all else: sqlite.org/wal.html §2.2.
 */
function syncWal(database: SqliteDatabase): void {
  database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get()
}

/** A checkpoint by who may only read would be an I/O error. */
function canWrite(database: SqliteDatabase): boolean {
  try {
    // It changes nothing. BEGIN IMMEDIATE would not show it: of who may only read it makes a transaction that reads.
    database.prepare('UPDATE eventwire_schema SET deletions = 0 WHERE 0').run()
    return true
  } catch (raw) {
    const error = engineError(raw)
    if (error instanceof LogError && error.code === 'read-only') return false
    if (isBusy(error)) return true
    throw error
  }
}

function create(database: SqliteDatabase): void {
  // Prepared, since Deno's `exec` fails without a result code (seen with Deno 2.9).
  database.prepare('BEGIN IMMEDIATE').run()
  try {
    // Another process may have been faster.
    if (versionOf(database) === undefined) for (const each of TABLES.split(/;\n/)) database.prepare(each).run()
    database.prepare('COMMIT').run()
  } catch (error) {
    rollBack(() => database.prepare('ROLLBACK').run())
    throw error
  }
}

function versionOf(database: SqliteDatabase): number | undefined {
  const there = database.prepare(`SELECT name FROM sqlite_master WHERE name = 'eventwire_schema'`).get()
  if (!there) return undefined
  const row = database.prepare('SELECT version FROM eventwire_schema').get() as { readonly version: unknown }
  return Number(row.version)
}

function modeOf(row: unknown): string {
  return String((row as { readonly journal_mode: unknown }).journal_mode)
}
