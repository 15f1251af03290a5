import { EventReader } from './event-reader.ts'
import type { ServerSubject } from './server-subject.ts'
import type { Check } from './suite.ts'

/** What the application counts. */
interface Stats {
  readonly sessions: number
  readonly subscribed: number
  readonly pulled: number
  readonly returned: number
}

/** Milliseconds that the server gets to notice something. */
const PATIENCE = 10_000

/** A running reference application, as a client sees it. */
export class ServerScene {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  read(path: string, init?: RequestInit): Promise<EventReader> {
    return EventReader.open(`${this.url}${path}`, init)
  }

  /** Comes back to a path with a last event ID, as a client that was cut does. */
  resume(path: string, lastEventId: string): Promise<EventReader> {
    // HTML §9.2.3: the ID travels as UTF-8; fetch takes each of its bytes as one character.
    const bytes = String.fromCharCode(...new TextEncoder().encode(lastEventId))
    return this.read(path, { headers: { 'last-event-id': bytes } })
  }

  /** Publishes texts in order, and gives their positions. */
  async publish(query: string, ...texts: readonly string[]): Promise<string[]> {
    const positions: string[] = []
    for (const body of texts) positions.push(await this.post(`/publish?${query}`, body))
    return positions
  }

  async post(path: string, body = ''): Promise<string> {
    const response = await fetch(`${this.url}${path}`, { method: 'POST', body })
    const text = await response.text()
    if (response.ok) return text
    throw new Error(`POST ${path} gave ${response.status}: ${text}`)
  }

  async stats(): Promise<Stats> {
    const response = await fetch(`${this.url}/stats`)
    return (await response.json()) as Stats
  }

  /** Asks for the counts until they are as they should be. */
  async untilStats(enough: (stats: Stats) => boolean, about: string): Promise<Stats> {
    const start = Date.now()
    for (;;) {
      const stats = await this.stats()
      if (enough(stats)) return stats
      if (Date.now() - start > PATIENCE) throw new Error(`${about}: the server counts ${JSON.stringify(stats)}`)
    }
  }
}

/** A check of a fresh application, which is closed at the end. */
export function serverCheck(name: string, run: (scene: ServerScene) => Promise<void>): Check<ServerSubject> {
  return {
    name,
    async run(subject) {
      const server = await subject.start()
      try {
        await run(new ServerScene(server.url))
      } finally {
        await server.close()
      }
    },
  }
}

/** The texts from `first` to `last`. */
export function texts(first: number, last: number): string[] {
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => String(first + index))
}
