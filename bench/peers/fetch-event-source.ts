import { getLines, getMessages } from '@microsoft/fetch-event-source/lib/cjs/parse.js'
import type { ParserPeer } from './parser-peer.ts'
import { fed } from './told.ts'
import { versionOf } from './version.ts'

/** The functions that its fetchEventSource gives each chunk of the body to; that itself needs a `document`. */
export const fetchEventSource: ParserPeer = {
  name: '@microsoft/fetch-event-source',
  version: versionOf('@microsoft/fetch-event-source'),
  uses: 'getLines and getMessages',
  tells: { lastEventId: true, reconnectionTime: true, startsFromAnId: false },
  consume(chunks) {
    let sum = 0
    const onMessages = getMessages(
      () => {},
      () => {},
      ({ data }) => {
        sum += data.length
        if (data.length > 0) sum += data.charCodeAt(data.length - 1)
      },
    )
    const onChunk = getLines(onMessages)
    for (const chunk of chunks) onChunk(chunk)
    return sum
  },
  open: () =>
    fed((told) => {
      const onMessages = getMessages(
        (id) => {
          told.lastEventId = id
        },
        (time) => {
          told.reconnectionTime = time
        },
        ({ event, data }) => told.event(event, data),
      )
      return getLines(onMessages)
    }),
}
