import { epochMark, type Entry } from '@eventwire/server'
import type { SqliteValue } from './database.ts'
import type { EntryRow } from './entry-row.ts'
import type { Columns, Statements } from './statements.ts'
import { restored } from './text.ts'

/** The id of an entry, of its log and its seq: see schema.ts. In SQL, since a number of JavaScript has not so many bits. */
const ID = '((? << 42) | ?)'
const LAST_SEQ = 2 ** 42 - 1
const SEQ = `id & ${LAST_SEQ} AS seq`

/** Entries of one statement, where there are so many: it costs a third less than one for each. */
const TOGETHER = 8
const PLACES = `(${ID}, ?, ?, ?, ?, ?, ?)`
const INSERT = `INSERT INTO eventwire_entries (id, bytes, time, channel, type, meta, data) VALUES ${PLACES}`
const INSERT_TOGETHER = INSERT + `, ${PLACES}`.repeat(TOGETHER - 1)

/** The entries of all logs, those of one side by side. */
export class EntryTable {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** Entries that follow one another, after a seq up to which the log has had so many bytes. */
  insert(log: number, after: number, bytesBefore: number, time: number, rows: readonly EntryRow[]): void {
    const together = rows.length - (rows.length % TOGETHER)
    let bytes = bytesBefore
    let values: SqliteValue[] = []
    for (const [at, { size, channel, type, meta, data }] of rows.entries()) {
      bytes += size
      values.push(log, after + at + 1, bytes, time, channel, type, meta, data)
      if (at < together && (at + 1) % TOGETHER !== 0) continue
      this.#statements.sql(at < together ? INSERT_TOGETHER : INSERT).run(...values)
      values = []
    }
  }

  /** Entries after one seq and up to another, oldest first. */
  read(log: number, epoch: string, after: number, upTo: number): readonly Entry[] {
    const rows = this.#statements
      .sql(
        `SELECT ${SEQ}, time, channel, type, meta, data FROM eventwire_entries WHERE id > ${ID} AND id <= ${ID} ORDER BY id`,
      )
      .all(log, after, log, upTo) as Columns[]
    return rows.map((row) => entryOf(row, epoch))
  }

  /** Bytes that the log has had up to a seq and with it; nothing if no entry is left that says so. */
  bytesUpTo(log: number, seq: number): number | undefined {
    const row = this.#statements
      .sql(`SELECT bytes FROM eventwire_entries WHERE id >= ${ID} AND id <= ${ID} ORDER BY id DESC LIMIT 1`)
      .get(log, 0, log, seq) as Columns | null | undefined
    return row ? Number(row['bytes']) : undefined
  }

  /** The first entry after one seq and up to another with which the log has had so many bytes. */
  firstWithBytes(log: number, after: number, upTo: number, bytes: number): number | undefined {
    return this.#first('bytes', log, after, upTo, bytes)
  }

  /** The first entry after one seq and up to another that is not of before a time. */
  firstSince(log: number, after: number, upTo: number, time: number): number | undefined {
    return this.#first('time', log, after, upTo, time)
  }

  delete(log: number, upTo: number = LAST_SEQ): void {
    this.#statements.sql(`DELETE FROM eventwire_entries WHERE id >= ${ID} AND id <= ${ID}`).run(log, 0, log, upTo)
  }

  /** Looks no farther than at what it finds, and not at data. */
  #first(column: 'bytes' | 'time', log: number, after: number, upTo: number, least: number): number | undefined {
    const row = this.#statements
      .sql(
        `SELECT ${SEQ} FROM eventwire_entries WHERE id > ${ID} AND id <= ${ID} AND ${column} >= ? ORDER BY id LIMIT 1`,
      )
      .get(log, after, log, upTo, least) as Columns | null | undefined
    return row ? Number(row['seq']) : undefined
  }
}

function entryOf({ seq, time, channel, type, meta, data }: Columns, epoch: string): Entry {
  const { position, seq: number } = epochMark(epoch, Number(seq))
  const entry = { position, seq: number, channel: restored(channel), data: restored(data), time: Number(time) }
  if (type === null && meta === null) return entry
  return {
    ...entry,
    ...(type !== null && { type: restored(type) }),
    ...(meta !== null && { meta: JSON.parse(String(meta)) as Record<string, string> }),
  }
}
