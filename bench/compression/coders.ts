import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'

/** A way to compress a stream of events so that each can be read as soon as it is there. */
export interface Coder {
  readonly name: string
  /** Undefined where the runtime has no such coder. */
  create(): Flushed | undefined
  /** The operation by which what was written comes out. */
  readonly flush: number
  /** What a beginning of the compressed stream, up to a flush, stands for. */
  decode(bytes: Uint8Array): Uint8Array
}

export type Flushed = Transform & { flush(kind: number, done: () => void): void }

const { Z_SYNC_FLUSH, Z_FULL_FLUSH, BROTLI_OPERATION_FLUSH, ZSTD_e_flush } = zlib.constants

export const coders: readonly Coder[] = [
  gzip('gzip', {}),
  gzip('gzip, level 1', { level: 1 }),
  gzip('gzip, window of 4 KiB', { windowBits: 12, memLevel: 5 }),
  // Without history, the block of an event is the same for every connection: it could be made once for all of them.
  gzip('gzip, each event by itself', {}, Z_FULL_FLUSH),
  brotli('brotli, quality 4', 4),
  brotli('brotli, quality 1', 1),
  brotli('brotli, quality 4, window of 16 KiB', 4, 14),
  zstd('zstd', {}),
  zstd('zstd, window of 16 KiB', { [zlib.constants.ZSTD_c_windowLog]: 14 }),
]

function gzip(name: string, options: zlib.ZlibOptions, flush = Z_SYNC_FLUSH): Coder {
  const finishFlush = Z_SYNC_FLUSH
  const decode = (bytes: Uint8Array): Uint8Array => zlib.gunzipSync(bytes, { finishFlush })
  return { name, flush, create: () => zlib.createGzip(options), decode }
}

/** Its own default, quality 11, is for files; 4 is what the middleware of Express takes. */
function brotli(name: string, quality: number, window?: number): Coder {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN } = zlib.constants
  const params = { [BROTLI_PARAM_QUALITY]: quality, ...(window !== undefined && { [BROTLI_PARAM_LGWIN]: window }) }
  const flush = BROTLI_OPERATION_FLUSH
  const decode = (bytes: Uint8Array): Uint8Array => zlib.brotliDecompressSync(bytes, { finishFlush: flush })
  return { name, flush, create: () => zlib.createBrotliCompress({ params }), decode }
}

function zstd(name: string, params: Record<number, number>): Coder {
  const flush = ZSTD_e_flush
  const decode = (bytes: Uint8Array): Uint8Array => zlib.zstdDecompressSync(bytes, { finishFlush: flush })
  // Node 20 has none.
  const create = (): Flushed | undefined => zlib.createZstdCompress?.({ params })
  return { name, flush, create, decode }
}
