// Our packages, as what the suites judge.

import { connect } from '@eventwire/client'
import { clientSuite, dispatchSuite, encoderSuite, logSuite, parserSuite } from '@eventwire/conformance'
import { encode, encodeComment, FrameEncoder } from '@eventwire/encoder'
import { EventStreamParser, parseEventStream } from '@eventwire/parser'
import { MemoryLog, MemoryLogs } from '@eventwire/server'

/** Title, suite, subject. */
export const subjects = [
  [
    'EventStreamParser',
    parserSuite,
    {
      parse(chunks, options) {
        const parser = new EventStreamParser(options)
        const events = chunks.flatMap((chunk) => parser.push(chunk))
        const { lastEventId, reconnectionTime } = parser
        return { events, lastEventId, reconnectionTime }
      },
    },
  ],
  ['EventStreamParser, event by event', dispatchSuite, { open: (options) => new EventStreamParser(options) }],
  [
    'parseEventStream',
    parserSuite,
    {
      async parse(chunks, options) {
        const parser = new EventStreamParser(options)
        const events = []
        for await (const event of parseEventStream(streamOf(chunks), parser)) events.push(event)
        const { lastEventId, reconnectionTime } = parser
        return { events, lastEventId, reconnectionTime }
      },
    },
  ],
  ['encode', encoderSuite, { encode, encodeComment }],
  ['FrameEncoder', encoderSuite, { encode: encodeFrame, encodeComment }],
  ['connect', clientSuite, { connect }],
  [
    'MemoryLog',
    logSuite,
    {
      open: async (limits) => new MemoryLog(limits),
      later: (position) => position.replace(/\d+$/, (seq) => String(Number(seq) + 1)),
      beside: async (log) => log,
      openStore: async () => Object.assign(new MemoryLogs(), { [Symbol.asyncDispose]: async () => undefined }),
      unsupported: {
        'handles: who closes one leaves the other as it is': 'a MemoryLog lives as long as its only handle',
      },
    },
  ],
]

const encoder = new FrameEncoder()

function encodeFrame(event) {
  return encoder.encode(event).slice()
}

/** Not every browser has ReadableStream.from. */
function streamOf(chunks) {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
}
