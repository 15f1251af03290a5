import { createParser } from 'eventsource-parser'
import type { ParserPeer } from './parser-peer.ts'
import { fed } from './told.ts'
import { versionOf } from './version.ts'

/** Its README: text is fed, so bytes go through a TextDecoder that keeps what a chunk breaks off. */
export const eventsourceParser: ParserPeer = {
  name: 'eventsource-parser',
  version: versionOf('eventsource-parser'),
  uses: 'createParser after a TextDecoder',
  tells: { lastEventId: true, reconnectionTime: true, startsFromAnId: false },
  consume(chunks) {
    let sum = 0
    const decoder = new TextDecoder()
    const parser = createParser({
      onEvent({ data }) {
        sum += data.length
        if (data.length > 0) sum += data.charCodeAt(data.length - 1)
      },
    })
    for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }))
    return sum
  },
  open: () =>
    fed((told) => {
      const decoder = new TextDecoder()
      const parser = createParser({
        onId: (id) => {
          told.lastEventId = id
        },
        onRetry: (time) => {
          told.reconnectionTime = time
        },
        onEvent: ({ event, data }) => told.event(event, data),
      })
      return (chunk) => parser.feed(decoder.decode(chunk, { stream: true }))
    }),
}
