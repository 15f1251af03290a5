// The conformance suites on the built packages. Plain JavaScript: Node 20 runs no TypeScript.

import { describe, test } from 'node:test'
import { connect } from '@eventwire/client'
import {
  clientSuite,
  dispatchSuite,
  encoderSuite,
  logSuite,
  parserSuite,
  unsupportedReason,
} from '@eventwire/conformance'
import { encode, encodeComment, FrameEncoder } from '@eventwire/encoder'
import { EventStreamParser, parseEventStream } from '@eventwire/parser'
import { MemoryLog } from '@eventwire/server'

function run(title, suite, subject) {
  describe(title, () => {
    for (const check of suite) {
      const skip = unsupportedReason(subject, check) ?? false
      test(check.name, { skip }, () => check.run(subject))
    }
  })
}

run('EventStreamParser', parserSuite, {
  parse(chunks, options) {
    const parser = new EventStreamParser(options)
    const events = chunks.flatMap((chunk) => parser.push(chunk))
    const { lastEventId, reconnectionTime } = parser
    return { events, lastEventId, reconnectionTime }
  },
})

run('EventStreamParser, event by event', dispatchSuite, { open: (options) => new EventStreamParser(options) })

run('parseEventStream', parserSuite, {
  async parse(chunks, options) {
    const parser = new EventStreamParser(options)
    const events = []
    for await (const event of parseEventStream(ReadableStream.from(chunks), parser)) events.push(event)
    const { lastEventId, reconnectionTime } = parser
    return { events, lastEventId, reconnectionTime }
  },
})

run('encode', encoderSuite, { encode, encodeComment })

const encoder = new FrameEncoder()
run('FrameEncoder', encoderSuite, { encode: (event) => encoder.encode(event).slice(), encodeComment })

run('connect', clientSuite, { connect })

run('MemoryLog', logSuite, {
  open: async (limits) => new MemoryLog(limits),
  later: (position) => position.replace(/\d+$/, (seq) => String(Number(seq) + 1)),
})
