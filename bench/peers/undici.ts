import { createRequire } from 'node:module'
import type { Writable } from 'node:stream'
import type { ParserPeer } from './parser-peer.ts'
import { fed } from './told.ts'
import { versionOf } from './version.ts'

interface Settings {
  lastEventId: string
  reconnectionTime?: number
}

interface Message {
  readonly type: string
  readonly options: { readonly data: string; readonly lastEventId: string }
}

/** It has no types of its own, since undici itself is its only user. */
type EventSourceStream = new (options: {
  readonly eventSourceSettings: Settings
  readonly push: (message: Message) => void
}) => Writable

const require = createRequire(import.meta.url)
const { EventSourceStream } = require('undici/lib/web/eventsource/eventsource-stream.js') as {
  EventSourceStream: EventSourceStream
}

/** The stream that its EventSource pipes the body into, made as it makes it. */
export const undici: ParserPeer = {
  name: 'undici',
  version: versionOf('undici'),
  uses: 'EventSourceStream, which its EventSource reads with',
  tells: { lastEventId: true, reconnectionTime: true, startsFromAnId: true },
  consume(chunks) {
    let sum = 0
    const stream = new EventSourceStream({
      eventSourceSettings: { lastEventId: '' },
      push: ({ options: { data } }) => {
        sum += data.length
        if (data.length > 0) sum += data.charCodeAt(data.length - 1)
      },
    })
    // It would end the process; what went wrong is thrown below.
    stream.on('error', () => {})
    for (const chunk of chunks) stream.write(chunk)
    if (stream.errored) throw stream.errored
    return sum
  },
  open: ({ lastEventId = '' }) =>
    fed((told) => {
      const settings: Settings = { lastEventId }
      const push = ({ type, options }: Message): void => {
        told.events.push({ type, data: options.data, lastEventId: options.lastEventId })
      }
      const stream = new EventSourceStream({ eventSourceSettings: settings, push })
      return (chunk) => {
        stream.write(chunk)
        told.lastEventId = settings.lastEventId
        told.reconnectionTime = settings.reconnectionTime
      }
    }, lastEventId),
}
