import { _iterSSEMessages } from '@anthropic-ai/sdk/core/streaming'
import { body } from '../streams/source.ts'
import type { ParserPeer } from './parser-peer.ts'
import { readStream } from './stream-reading.ts'
import { versionOf } from './version.ts'

/** The layer under its Stream.fromSSEResponse, which parses the data as JSON and hands out nothing else. */
export const anthropic: ParserPeer = {
  name: '@anthropic-ai/sdk',
  version: versionOf('@anthropic-ai/sdk'),
  uses: '_iterSSEMessages(new Response(body))',
  tells: { lastEventId: false, reconnectionTime: false, startsFromAnId: false },
  async consume(chunks) {
    let sum = 0
    for await (const { data } of _iterSSEMessages(new Response(body(chunks)), new AbortController())) {
      sum += data.length
      if (data.length > 0) sum += data.charCodeAt(data.length - 1)
    }
    return sum
  },
  open: () =>
    readStream(
      (body) => _iterSSEMessages(new Response(body), new AbortController()),
      ({ event, data }, told) => told.event(event, data),
    ),
}
