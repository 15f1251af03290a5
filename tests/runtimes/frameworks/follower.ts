import assert from 'node:assert/strict'
import type { Fetch } from '@eventwire/client'
import { parseEventStream, type ServerSentEvent } from '@eventwire/parser'

/** A client that does nothing by itself: it asks once, and reads an event when it is told to. */
export class Follower implements AsyncDisposable {
  readonly response: Response
  readonly #leaving: AbortController
  readonly #events: AsyncIterator<ServerSentEvent>

  /** Asks for a stream, and leaves it if it is none. */
  static async of(url: string, headers: Record<string, string> = {}, ask: Fetch = fetch): Promise<Follower> {
    const leaving = new AbortController()
    const response = await ask(url, { headers, signal: leaving.signal })
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'text/event-stream')
    return new Follower(response, leaving)
  }

  private constructor(response: Response, leaving: AbortController) {
    assert.ok(response.body)
    this.response = response
    this.#leaving = leaving
    this.#events = parseEventStream(response.body)[Symbol.asyncIterator]()
  }

  /** The next event; fails if the stream ends. */
  async next(): Promise<ServerSentEvent> {
    const { done, value } = await this.#events.next()
    assert.ok(!done, 'the stream has ended')
    return value
  }

  leave(): void {
    this.#leaving.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leave()
  }
}
