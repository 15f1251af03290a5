import { events } from 'fetch-event-stream'
import { body } from '../streams/source.ts'
import type { ParserPeer } from './parser-peer.ts'
import { readStream } from './stream-reading.ts'
import { versionOf } from './version.ts'

export const fetchEventStream: ParserPeer = {
  name: 'fetch-event-stream',
  version: versionOf('fetch-event-stream'),
  uses: 'events(new Response(body))',
  tells: { lastEventId: true, reconnectionTime: true, startsFromAnId: false },
  async consume(chunks) {
    let sum = 0
    for await (const { data } of events(new Response(body(chunks)))) {
      if (data === undefined) continue
      sum += data.length
      if (data.length > 0) sum += data.charCodeAt(data.length - 1)
    }
    return sum
  },
  open: () =>
    readStream(
      (body) => events(new Response(body)),
      ({ event, data, id, retry }, told) => {
        // An id that looks like a number is given as one.
        if (id !== undefined) told.lastEventId = String(id)
        if (retry !== undefined) told.reconnectionTime = retry
        // It also gives blocks without data, and the caller can see that they have none.
        if (data !== undefined) told.event(event, data)
      },
    ),
}
