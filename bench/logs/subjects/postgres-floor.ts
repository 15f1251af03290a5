import { Client, Pool } from 'pg'
import type { LogNode, OpenNode } from '../subject.ts'

/** As many entries as PostgresLogs reads at once of this size, about. */
const PAGE = 250

/** The entries of a turn of the event loop, and one notification for each log. */
const APPEND = `WITH added AS (
  INSERT INTO floor (log, data) SELECT * FROM unnest($1::text[], $2::text[]) RETURNING log
) SELECT pg_notify('floor', log) FROM (SELECT DISTINCT log FROM added) logs`
const READ = 'SELECT id, data FROM floor WHERE log = $1 AND id > $2 ORDER BY id LIMIT $3'
const HEAD = 'SELECT coalesce(max(id), 0) AS id FROM floor WHERE log = $1'

interface Row {
  /** A bigint, of which pg makes a text. */
  readonly id: string
  readonly data: string
}

interface Waiting {
  readonly log: string
  readonly data: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** What is asked for in one turn is one statement. */
export const open: OpenNode = ({ at, inFlight }) => byHand(at, inFlight > 1)

/** @param grouped whether entries of one turn of the event loop go together, or each alone over the pool */
export async function byHand(at: string, grouped: boolean): Promise<LogNode> {
  const pool = new Pool({ connectionString: at }).on('error', console.error)
  await pool.query(`CREATE TABLE IF NOT EXISTS floor (id bigserial PRIMARY KEY, log text NOT NULL, data text NOT NULL);
    CREATE INDEX IF NOT EXISTS floor_log ON floor (log, id)`)
  const listener = new Client({ connectionString: at })
  const wakes = new Map<string, () => void>()
  let listening: Promise<unknown> | undefined
  let waiting: Waiting[] = []

  async function page(log: string, after: string): Promise<readonly Row[]> {
    return (await pool.query<Row>({ name: 'read', text: READ, values: [log, after, PAGE] })).rows
  }
  async function flush(): Promise<void> {
    const group = waiting
    waiting = []
    const values = [group.map(({ log }) => log), group.map(({ data }) => data)]
    try {
      await pool.query({ name: 'append', text: APPEND, values })
      for (const { resolve } of group) resolve()
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
  async function listen(): Promise<void> {
    await listener.connect()
    listener.on('notification', ({ payload = '' }) => wakes.get(payload)?.())
    await listener.query('LISTEN floor')
  }
  return {
    append: (log, data) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ log, data, resolve, reject })
        if (!grouped) void flush()
        else if (waiting.length === 1) setImmediate(() => void flush())
      }),
    async follow(log, heard) {
      await (listening ??= listen())
      let after = (await pool.query<{ readonly id: string }>(HEAD, [log])).rows[0]?.id ?? '0'
      let [isReading, isBehind] = [false, false]
      const look = async (): Promise<void> => {
        isBehind = true
        if (isReading) return
        isReading = true
        while (isBehind) {
          isBehind = false
          const found = await page(log, after)
          if (found.length === PAGE) isBehind = true
          for (const { id, data } of found) {
            after = id
            heard(data)
          }
        }
        isReading = false
      }
      wakes.set(log, () => void look())
    },
    async catchUp(log, count) {
      let after = '0'
      let length = 0
      for (let read = 0; read < count;) {
        const found = await page(log, after)
        if (found.length === 0) throw new Error(`${log} has ${read} entries of ${count}`)
        for (const { data } of found) length += data.length
        after = found.at(-1)?.id ?? after
        read += found.length
      }
      return length
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([pool.end(), listener.end()])
    },
  }
}
