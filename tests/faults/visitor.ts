import { openSession, type Hub } from '@eventwire/server'

/** A client of a hub, over the web door. */
export class Visitor {
  text = ''
  readonly #reader: ReadableStreamDefaultReader<string>

  private constructor(body: ReadableStream<string>) {
    this.#reader = body.getReader()
  }

  static async at(hub: Hub, lastEventId?: string): Promise<Visitor> {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    const { response, session } = await openSession(new Request('http://localhost/', { headers }))
    if (!session || !response.body) throw new Error('There is no session')
    await hub.subscribe(session, 'all')
    return new Visitor(response.body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>))
  }

  /** Of all events so far whose data is a number. */
  get data(): readonly string[] {
    return Array.from(this.text.matchAll(/^data: (\d+)$/gm), ([, data = '']) => data)
  }

  get lastEventId(): string {
    return Array.from(this.text.matchAll(/^id: (.+)$/gm)).at(-1)?.[1] ?? ''
  }

  /** Reads until the stream has said this. */
  async until(what: string): Promise<void> {
    while (!this.text.includes(what)) {
      const { done, value } = await this.#reader.read()
      if (done) throw new Error(`The stream ended before ${what}: ${this.text}`)
      this.text += value
    }
  }

  leave(): Promise<void> {
    return this.#reader.cancel()
  }
}
