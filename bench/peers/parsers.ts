import { anthropic } from './anthropic.ts'
import { eventsourceParser } from './eventsource-parser.ts'
import { eventwireParser } from './eventwire-parser.ts'
import { fetchEventSource } from './fetch-event-source.ts'
import { fetchEventStream } from './fetch-event-stream.ts'
import { openai } from './openai.ts'
import type { ParserPeer } from './parser-peer.ts'
import { undici } from './undici.ts'

/** Everyone who reads event streams here, ours first. */
export const parserPeers: readonly ParserPeer[] = [
  eventwireParser,
  eventsourceParser,
  fetchEventSource,
  undici,
  fetchEventStream,
  openai,
  anthropic,
]
