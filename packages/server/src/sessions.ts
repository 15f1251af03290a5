import type { Session } from './session.ts'

/** The sessions of a server. */
export class Sessions {
  readonly #open = new Set<Session<unknown>>()
  #closing = false

  /** Takes note of a new session, which is closed at once if the others were closed before. */
  add(session: Session<unknown>): void {
    this.#open.add(session)
    session.transport.onGone(() => this.#open.delete(session))
    if (this.#closing) void session.close()
  }

  /** Ends all of them, and those that are added later; resolves once those that are there now are gone. */
  async close(): Promise<void> {
    this.#closing = true
    await Promise.all([...this.#open].map((session) => session.close()))
  }

  /** Cuts those that are left. */
  cut(): void {
    for (const { transport } of this.#open) transport.cut('closed')
  }
}
