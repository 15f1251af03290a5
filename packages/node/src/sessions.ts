import type { Session } from '@eventwire/server'

/** The sessions of a server. */
export class Sessions {
  readonly #open = new Set<Session<unknown>>()
  #closing = false

  /** Takes note of a new session, which is closed at once if the others were closed before. */
  add(session: Session<unknown>): void {
    this.#open.add(session)
    session.gone.addEventListener('abort', () => this.#open.delete(session), { once: true })
    if (this.#closing) void session.close()
  }

  /** Ends all of them, and those that are added later; resolves once those that are there now are gone. */
  async close(): Promise<void> {
    this.#closing = true
    await Promise.all([...this.#open].map((session) => session.close()))
  }
}
