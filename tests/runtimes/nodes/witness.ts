import { connect, type Connection } from '@eventwire/client'

/** The place of an entry, as all logs write it: epoch and number, and perhaps a tag. */
interface Place {
  readonly epoch: string
  readonly seq: number
}

function placeOf(id: string): Place {
  const [, epoch, seq] = /^([0-9A-Za-z]+)-(\d+)(?:-|$)/.exec(id) ?? []
  if (epoch === undefined) throw new Error(`${id} is no position`)
  return { epoch, seq: Number(seq) }
}

/** What the log holds, as all clients together have seen it. */
export class Evidence {
  readonly #entries = new Map<string, string>()
  readonly violations: string[] = []

  get size(): number {
    return this.#entries.size
  }

  /** The data at a place. */
  at(id: string): string | undefined {
    const { epoch, seq } = placeOf(id)
    return this.#entries.get(`${epoch}-${seq}`)
  }

  /** Takes note of what a client was given; two must not be given different data at one place. */
  note({ epoch, seq }: Place, data: string): void {
    const key = `${epoch}-${seq}`
    const known = this.#entries.get(key)
    if (known === undefined) this.#entries.set(key, data)
    else if (known !== data) this.violations.push(`at ${key} one client got ${data}, another one ${known}`)
  }
}

/** A client that comes to any node, and notices what it is given twice, not at all, or in another order. */
export class Witness {
  readonly #connection: Connection
  readonly #evidence: Evidence
  #last: Place | undefined
  received = 0
  gaps = 0
  newest = ''

  /** @param url where to go, asked at each attempt */
  constructor(url: () => string, evidence: Evidence) {
    this.#evidence = evidence
    this.#connection = connect(url(), {
      request: () => ({ url: url() }),
      retry: { initialDelay: 50, maxDelay: 400 },
      timeouts: { connect: 2_000 },
    })
  }

  /** Reads until it is closed. */
  async watch(): Promise<void> {
    for await (const { type, data, lastEventId } of this.#connection) {
      if (type === 'gap') {
        this.gaps += 1
        this.#last = placeOf((JSON.parse(data) as { readonly resumedAfter: string }).resumedAfter)
        continue
      }
      const place = placeOf(lastEventId)
      const last = this.#last
      if (last && (place.epoch !== last.epoch || place.seq !== last.seq + 1)) {
        this.#evidence.violations.push(`after ${last.epoch}-${last.seq} came ${lastEventId}`)
      }
      if (!last && place.seq !== 1) this.#evidence.violations.push(`the first was ${lastEventId}`)
      this.#evidence.note(place, data)
      this.#last = place
      this.newest = data
      this.received += 1
    }
  }

  async close(): Promise<void> {
    await this.#connection.close()
  }
}
