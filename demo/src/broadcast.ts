import { Hub, MemoryLog, type Position, type Session } from '@eventwire/server'
import { writeFact, type Fact } from './fact.ts'

/** Facts that a client gets from before it came, so that a page has something to draw at once. */
const HISTORY = 200

/** The demo's one stream: numbered facts in one log, and the sessions that follow it. */
export class Broadcast {
  readonly #hub: Hub
  readonly #sessions = new Set<Session>()
  readonly #recent: Position[] = []
  #published = 0
  #closed = false

  /** @param epoch Names this run in its ids, so that a client of an earlier one is told that it is another. */
  constructor(epoch: string) {
    this.#hub = new Hub({ log: new MemoryLog({ epoch }), wireType: ({ channel }) => channel })
  }

  async publish(fact: Fact): Promise<void> {
    if (this.#closed) return
    this.#published += 1
    const data = writeFact(fact, { n: this.#published, at: Date.now() })
    this.#recent.push(await this.#hub.channel(fact.channel).publish({ data }))
    if (this.#recent.length > HISTORY + 1) this.#recent.shift()
  }

  /** Feeds a session from where its client left, or a new one from a little while ago. */
  async admit(session: Session): Promise<void> {
    // A client may come back while everything is being closed.
    if (this.#closed) {
      // Not waited for: it ends once the response is read, which it is not before this returns.
      void session.close()
      return
    }
    const [after] = this.#recent
    const start = after !== undefined && this.#recent.length > HISTORY ? { after } : ({ at: 'floor' } as const)
    await this.#hub.subscribe(session, 'all', { start })
    if (session.gone.aborted) return
    this.#sessions.add(session)
    session.gone.addEventListener('abort', () => {
      this.#sessions.delete(session)
      void this.#count()
    })
    await this.#count()
  }

  /** Cuts every connection, as a failing network would, and tells how many there were. */
  cut(): number {
    const sessions = [...this.#sessions]
    for (const session of sessions) session.cut()
    return sessions.length
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#hub.close()
  }

  #count(): Promise<void> {
    return this.publish({ channel: 'connections', open: this.#sessions.size })
  }
}
