import { epochMark, type Entry } from '@eventwire/server'
import type { SqliteValue } from './database.ts'
import type { EntryRow } from './entry-row.ts'
import type { Columns, Statements } from './statements.ts'
import { restored } from './text.ts'

/** An entry of more bytes than this begins a run, so that it need not be written anew if it becomes the oldest. */
const LARGE = 1024

/** Entries of one statement, where there are so many: it costs a third less than one for each. */
const TOGETHER = 8
const PLACES = '(?, ?, ?, ?, ?, ?, ?, ?, ?)'
const INSERT = `INSERT INTO eventwire_entries (log, seq, start, bytes, time, channel, type, meta, data) VALUES ${PLACES}`
const INSERT_TOGETHER = INSERT + `, ${PLACES}`.repeat(TOGETHER - 1)

/** Entries after one seq and up to another: see {@link span}. The first run is the one that has the first of them in it. */
const SPAN = `FROM eventwire_entries AS run CROSS JOIN eventwire_entries AS entry
  WHERE run.log = ? AND run.start = 1 AND run.seq <= ? AND run.seq >= coalesce(
    (SELECT max(seq) FROM eventwire_entries WHERE log = ? AND start = 1 AND seq <= ?), 0)
  AND entry.id > run.id - run.seq + max(run.seq - 1, ?)
  AND entry.id <= run.id - run.seq + min(?, coalesce(
    (SELECT min(seq) - 1 FROM eventwire_entries AS next WHERE next.log = run.log AND next.start = 1 AND next.seq > run.seq), ?))`
const IN_ORDER = 'ORDER BY run.seq, entry.id'

/** The entries of all logs, in the order in which they have come: see schema.ts. */
export class EntryTable {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** Entries that follow one another, after a seq up to which the log has had so many bytes. */
  insert(log: number, after: number, bytesBefore: number, time: number, rows: readonly EntryRow[]): void {
    const together = rows.length - (rows.length % TOGETHER)
    let goesOn = this.#newestLog() === log
    let bytes = bytesBefore
    let values: SqliteValue[] = []
    for (const [at, { size, channel, type, meta, data }] of rows.entries()) {
      const seq = after + at + 1
      const start = !goesOn || size > LARGE ? 1 : null
      goesOn = true
      bytes += size
      values.push(log, seq, start, bytes, time, channel, type, meta, data)
      if (at < together && (at + 1) % TOGETHER !== 0) continue
      this.#statements.sql(at < together ? INSERT_TOGETHER : INSERT).run(...values)
      values = []
    }
  }

  /** Entries after one seq and up to another, oldest first. */
  read(log: number, epoch: string, after: number, upTo: number): readonly Entry[] {
    const rows = this.#statements
      .sql(`SELECT entry.seq, entry.time, entry.channel, entry.type, entry.meta, entry.data ${SPAN} ${IN_ORDER}`)
      .all(...span(log, after, upTo)) as Columns[]
    return rows.map((row) => entryOf(row, epoch))
  }

  /** Bytes that the log has had up to a seq and with it; nothing if no entry is left that says so. */
  bytesUpTo(log: number, seq: number): number | undefined {
    const row = this.#statements.sql(`SELECT entry.bytes ${SPAN}`).get(...span(log, seq - 1, seq)) as
      | Columns
      | null
      | undefined
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

  /** The oldest up to a seq. Never the newest before there are others: the ids, and so `Counters`, would fall. */
  delete(log: number, upTo: number): void {
    this.#statements
      .sql(`UPDATE eventwire_entries SET start = 1 WHERE start IS NULL AND id = (SELECT entry.id ${SPAN})`)
      .run(...span(log, upTo, upTo + 1))
    this.#statements
      .sql(`DELETE FROM eventwire_entries WHERE id IN (SELECT entry.id ${SPAN})`)
      .run(...span(log, 0, upTo))
  }

  #newestLog(): number | undefined {
    const row = this.#statements.sql('SELECT log FROM eventwire_entries ORDER BY id DESC LIMIT 1').get() as
      | Columns
      | null
      | undefined
    return row ? Number(row['log']) : undefined
  }

  /** Looks no farther than at what it finds, and not at data. */
  #first(column: 'bytes' | 'time', log: number, after: number, upTo: number, least: number): number | undefined {
    const row = this.#statements
      .sql(`SELECT entry.seq ${SPAN} AND entry.${column} >= ? ${IN_ORDER} LIMIT 1`)
      .get(...span(log, after, upTo), least) as Columns | null | undefined
    return row ? Number(row['seq']) : undefined
  }
}

function span(log: number, after: number, upTo: number): readonly SqliteValue[] {
  return [log, upTo, log, after + 1, after, upTo, upTo]
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
