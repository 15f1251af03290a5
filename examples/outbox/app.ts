import { PostgresLogs } from '@eventwire/postgres'
import { Hub, type Handler } from '@eventwire/server'
import { Pool } from 'pg'

/** A till: POST / with an amount pays in, or out if it is negative; GET / follows all that was done. */
export interface Till extends AsyncDisposable {
  readonly handler: Handler
}

export async function till(connectionString: string): Promise<Till> {
  const pool = new Pool({ connectionString })
  pool.on('error', (error) => console.error(`Postgres: ${error.message}`))
  const logs = new PostgresLogs({ client: pool })
  await logs.migrate()
  await pool.query('CREATE TABLE IF NOT EXISTS till (balance integer NOT NULL CHECK (balance >= 0))')
  await pool.query('INSERT INTO till SELECT 0 WHERE NOT EXISTS (SELECT FROM till)')
  const log = logs.open('till')
  const hub = new Hub({ log })

  /** The balance and the event are one: a till that refuses says nothing. */
  async function pay(amount: number): Promise<boolean> {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const { rows } = await client.query('UPDATE till SET balance = balance + $1 RETURNING balance', [amount])
      await log.within(client).append([{ channel: 'till', data: JSON.stringify({ amount, ...rows[0] }) }])
      await client.query('COMMIT')
      return true
    } catch (error) {
      await client.query('ROLLBACK')
      // SQLSTATE check_violation: there is not so much in it.
      if ((error as { readonly code?: string }).code === '23514') return false
      throw error
    } finally {
      client.release()
    }
  }

  return {
    async handler(request, open) {
      if (request.method === 'POST')
        return new Response(null, { status: (await pay(Number(await request.text()))) ? 204 : 409 })
      const { response, session } = await open({ methods: ['GET'] })
      if (session) await hub.subscribe(session, ['till'], { start: { at: 'floor' } })
      return response
    },
    async [Symbol.asyncDispose]() {
      await hub.close()
      await logs.close()
      await pool.end()
    },
  }
}
