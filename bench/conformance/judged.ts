import type { EncoderPeer } from '../peers/encoder-peer.ts'
import type { ParserPeer } from '../peers/parser-peer.ts'
import type { EncoderVerdict } from './encoder-verdicts.ts'
import type { ParserVerdict } from './parser-verdicts.ts'

/** Everyone, and what came of it. */
export interface Judged {
  readonly parsers: readonly { readonly peer: ParserPeer; readonly verdicts: readonly ParserVerdict[] }[]
  readonly encoders: readonly { readonly peer: EncoderPeer; readonly verdicts: readonly EncoderVerdict[] }[]
}
