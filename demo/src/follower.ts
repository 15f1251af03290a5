import { connect, ConnectError, type Connection, type ConnectOptions, type StateChange } from '@eventwire/client'
import { Continuity, type Seam } from './continuity.ts'
import { readFact, type Fact, type Stamp } from './fact.ts'
import { Problem } from './problem.ts'

/** What a follower tells of. */
export type Happening =
  | { readonly kind: 'fact'; readonly id: string; readonly fact: Fact & Stamp }
  /** The connection is lost; another attempt comes in so many ms. */
  | { readonly kind: 'cut'; readonly after: string; readonly delay: number }
  /** The first event since a cut is there; comes right before its fact. Time away in ms. */
  | { readonly kind: 'resumed'; readonly after: string; readonly seam: Seam; readonly away: number }
  /** The server says that it cannot go on where this follower was. */
  | { readonly kind: 'gap'; readonly data: string }

/** Follows the demo's stream as any client would, and checks by the facts' numbers that it gets each one once. */
export class Follower {
  readonly #connection: Connection
  readonly #report: (happening: Happening) => void
  readonly #continuity = new Continuity()
  /** While a cut has not healed. */
  #cut: { readonly after: string; readonly at: number } | undefined

  constructor(
    url: string,
    report: (happening: Happening) => void,
    options: Pick<ConnectOptions, 'retry' | 'lastEventId'> = {},
  ) {
    this.#report = report
    this.#connection = connect(url, { ...options, onStateChange: (change) => this.#changed(change) })
  }

  /** Over all that it has got. */
  get total(): Seam {
    return this.#continuity.total
  }

  /** Follows until it is closed. */
  async run(): Promise<void> {
    try {
      for await (const event of this.#connection) this.#take(event)
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error
      throw new Problem(`The terminal lost the stream for good: ${error.message}.`)
    }
  }

  async close(): Promise<void> {
    await this.#connection.close()
  }

  #changed({ state, delay = 0 }: StateChange): void {
    if (state !== 'waiting' || this.#cut) return
    const after = this.#connection.lastEventId
    this.#cut = { after, at: performance.now() }
    this.#report({ kind: 'cut', after, delay })
  }

  #take(event: { readonly type: string; readonly data: string; readonly lastEventId: string }): void {
    if (event.type === 'gap') {
      this.#continuity.restart()
      this.#cut = undefined
      this.#report({ kind: 'gap', data: event.data })
      return
    }
    const fact = readFact(event)
    const seam = this.#continuity.take(fact.n)
    const cut = this.#cut
    this.#cut = undefined
    if (cut) this.#report({ kind: 'resumed', after: cut.after, seam, away: performance.now() - cut.at })
    this.#report({ kind: 'fact', id: event.lastEventId, fact })
  }
}
