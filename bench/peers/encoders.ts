import { betterSse } from './better-sse.ts'
import type { EncoderPeer } from './encoder-peer.ts'
import { eventsourceEncoder } from './eventsource-encoder.ts'
import { eventwireEncoder } from './eventwire-encoder.ts'
import { h3 } from './h3.ts'
import { hono } from './hono.ts'

/** Everyone who writes event streams here, ours first. */
export const encoderPeers: readonly EncoderPeer[] = [eventwireEncoder, eventsourceEncoder, h3, hono, betterSse]
