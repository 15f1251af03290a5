import type { Hub } from '@eventwire/server'
import { Visitor } from './visitor.ts'

/** A client that goes from one node to another with its last event ID, and remembers all that it got. */
export class Wanderer {
  readonly #visits: Visitor[]
  #visiting: Promise<Visitor>

  private constructor(visitor: Visitor) {
    this.#visits = [visitor]
    this.#visiting = Promise.resolve(visitor)
  }

  static async at(hub: Hub): Promise<Wanderer> {
    const visitor = await Visitor.at(hub)
    // Who has no place yet cannot go on elsewhere.
    await visitor.until('id: ')
    return new Wanderer(visitor)
  }

  get seen(): readonly string[] {
    return this.#visits.flatMap(({ data }) => data)
  }

  get gaps(): number {
    return this.#visits.filter(({ text }) => text.includes('event: gap')).length
  }

  /** Leaves, and comes to another hub as soon as that takes it. */
  goTo(hub: Hub): void {
    this.#visiting = this.#visiting.then(async (before) => {
      await before.leave()
      // Who has everything is told no place anew.
      const place = this.#visits.findLast(({ lastEventId }) => lastEventId !== '')?.lastEventId
      const visitor = await Visitor.at(hub, place)
      this.#visits.push(visitor)
      return visitor
    })
  }

  /** Resolves once it got this. */
  async until(data: string): Promise<void> {
    const visitor = await this.#visiting
    if (!this.seen.includes(data)) await visitor.until(`data: ${data}\n`)
  }

  async leave(): Promise<void> {
    const visitor = await this.#visiting
    await visitor.leave()
  }
}
