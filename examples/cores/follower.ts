import { connect, type ServerSentEvent } from '@eventwire/client'

/** A client that keeps what it has read, and knows which worker served it last. */
export class Follower implements AsyncDisposable {
  readonly events: { readonly id: string; readonly data: string }[] = []
  worker = 0
  readonly #iterator: AsyncIterator<ServerSentEvent>

  constructor(url: string) {
    const asked: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      this.worker = Number(response.headers.get('x-worker'))
      return response
    }
    const retry = { initialDelay: 10, maxDelay: 200 }
    this.#iterator = connect(url, { fetch: asked, retry })[Symbol.asyncIterator]()
  }

  /** Numbers of the ticks; an event that is none is NaN. */
  get ticks(): readonly number[] {
    return this.events.map(({ data }) => Number(/^tick (\d+)$/.exec(data)?.[1]))
  }

  async read(count: number): Promise<void> {
    for (let left = count; left > 0; left -= 1) {
      const { value, done } = await this.#iterator.next()
      if (done) throw new Error('The stream has ended.')
      this.events.push({ id: value.lastEventId, data: value.data })
    }
  }

  /** Until another worker serves it than does now. */
  async readFromAnother(): Promise<void> {
    const before = this.worker
    while (this.worker === before) await this.read(1)
  }

  async readTo(tick: number): Promise<void> {
    while ((this.ticks.at(-1) ?? 0) < tick) await this.read(1)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#iterator.return?.()
  }
}
