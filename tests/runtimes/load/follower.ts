import { once } from 'node:events'
import { get, type ClientRequest, type IncomingMessage } from 'node:http'
import { EventStreamParser, type ServerSentEvent } from '@eventwire/parser'
import type { Gap } from '@eventwire/server'
import { until } from '../servers/until.js'

/** A client of a hub whose positions are `e-1`, `e-2` and so on, which checks that nothing is lost nor repeated. */
export class Follower {
  /** What came otherwise than it must. */
  readonly faults: string[] = []
  readonly gaps: Gap[] = []
  /** Events that came, less those of gaps. */
  events = 0
  readonly #port: number
  readonly #path: string
  #request: ClientRequest | undefined
  #response: IncomingMessage | undefined
  #last: number | undefined

  constructor(port: number, path = '/') {
    this.#port = port
    this.#path = path
  }

  /** The number of its place, once it has one. */
  get last(): number | undefined {
    return this.#last
  }

  /** Connects at its place, if it has one. Resolves once it was told its place. */
  async connect(localAddress = '127.0.0.1'): Promise<void> {
    const headers = this.#last === undefined ? {} : { 'last-event-id': `e-${this.#last}` }
    const request = get({ port: this.#port, host: '127.0.0.1', path: this.#path, localAddress, agent: false, headers })
    this.#request = request
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    this.#response = response
    // However the connection ends, it is this client that says what was to come.
    for (const source of [request, response]) source.on('error', () => undefined)
    const parser = new EventStreamParser({ lastEventId: headers['last-event-id'] })
    response.on('data', (bytes: Buffer) => this.#take(parser, bytes))
    await until(
      () => this.#last !== undefined,
      () => 'the stream says where it begins',
    )
  }

  /** Reads no more until it goes on. */
  stall(): void {
    this.#response?.pause()
  }

  goOn(): void {
    this.#response?.resume()
  }

  /** Closes the connection, or resets it. */
  leave(how: 'close' | 'reset' = 'close'): void {
    // What is still read is not counted: it was lost with the connection.
    this.#response?.removeAllListeners('data')
    if (how === 'reset') this.#request?.socket?.resetAndDestroy()
    this.#request?.destroy()
  }

  /** Resolves once it is there. */
  async reaches(number: number): Promise<void> {
    await until(
      () => this.#last === number,
      () => `${number} came, after ${this.#last}`,
    )
  }

  /** Resolves once the other end has closed, with whether the stream was whole. */
  async ends(): Promise<boolean> {
    await until(
      () => this.#response?.closed === true,
      () => 'the connection was closed',
    )
    return this.#response?.complete === true
  }

  #take(parser: EventStreamParser, bytes: Buffer): void {
    for (const event of parser.push(bytes)) this.#follow(event)
    this.#last ??= numberOf(parser.lastEventId)
    const place = numberOf(parser.lastEventId)
    if (place !== this.#last) this.faults.push(`The place ${place} was told after ${this.#last}`)
  }

  #follow({ type, data, lastEventId }: ServerSentEvent): void {
    const number = numberOf(lastEventId)
    if (type === 'gap') this.#leap(JSON.parse(data), number)
    else if (this.#last !== undefined && number !== this.#last + 1) {
      this.faults.push(`Event ${number} came after ${this.#last}`)
    } else this.events += 1
    this.#last = number
  }

  #leap(gap: Gap, to: number | undefined): void {
    this.gaps.push(gap)
    const from = this.#last ?? 0
    const isExact = gap.requested === `e-${from}` && gap.missed === Number(to) - from
    if (!isExact) this.faults.push(`The gap ${JSON.stringify(gap)} came after ${from}, with the id ${to}`)
  }
}

function numberOf(id: string): number | undefined {
  const digits = /^e-([0-9]+)$/.exec(id)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
