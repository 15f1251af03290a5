import type { Page } from '@eventwire/server'

/** Entries that are kept to be given together; who is so far behind reads. */
const MOST = 1_000

/** What messages have brought in one turn: pages of which each follows the one before. */
export class Brought {
  #pages: Page[] = []
  #count = 0
  readonly #given = new Map<string, Page>()

  /** Adds what came last. What does not follow the others takes their place. */
  add(page: Page): void {
    this.#given.clear()
    if (this.#pages.at(-1)?.head.position !== page.from.position || this.#count >= MOST) {
      this.#pages = []
      this.#count = 0
    }
    this.#pages.push(page)
    this.#count += page.entries.length
  }

  /** All that follows a position, if it is known: nothing follows the last. */
  after(position: string): Page | undefined {
    const known = this.#given.get(position) ?? this.#join(position)
    if (known) this.#given.set(position, known)
    return known
  }

  #join(position: string): Page | undefined {
    const last = this.#pages.at(-1)
    if (last?.head.position === position) return { ...last, from: last.head, entries: [] }
    if (last?.from.position === position) return last
    const at = this.#pages.findIndex(({ from }) => from.position === position)
    const first = this.#pages[at]
    if (!last || !first) return undefined
    return { ...last, from: first.from, entries: this.#pages.slice(at).flatMap(({ entries }) => entries) }
  }
}
