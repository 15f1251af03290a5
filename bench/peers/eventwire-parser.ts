import { EventStreamParser } from '@eventwire/parser'
import type { ParserPeer, Reading } from './parser-peer.ts'
import { versionOf } from './version.ts'

export const eventwireParser: ParserPeer = {
  name: 'eventwire',
  version: versionOf('@eventwire/parser'),
  uses: 'EventStreamParser',
  tells: { lastEventId: true, reconnectionTime: true, startsFromAnId: true },
  consume(chunks) {
    let sum = 0
    const parser = new EventStreamParser()
    for (const chunk of chunks) {
      for (const { data } of parser.push(chunk)) {
        sum += data.length
        if (data.length > 0) sum += data.charCodeAt(data.length - 1)
      }
    }
    return sum
  },
  open: (options) => new EventwireReading(new EventStreamParser(options)),
}

class EventwireReading implements Reading {
  readonly events: ReturnType<EventStreamParser['push']> = []
  readonly #parser: EventStreamParser

  constructor(parser: EventStreamParser) {
    this.#parser = parser
  }

  get lastEventId(): string {
    return this.#parser.lastEventId
  }

  get reconnectionTime(): number | undefined {
    return this.#parser.reconnectionTime
  }

  push(chunk: Uint8Array): void {
    this.events.push(...this.#parser.push(chunk))
  }

  settled(): void {}

  close(): void {}
}
