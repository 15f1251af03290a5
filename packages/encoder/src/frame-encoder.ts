import { encode } from './encode.ts'
import type { ServerSentEventInit } from './event.ts'

/** Bytes of a slab: some hundred small frames share one allocation, and one kept frame keeps no more than this. */
const SLAB_BYTES = 16 * 1024

/**
 * Encodes events to bytes, with one allocation for many small frames.
 *
 * A frame is never overwritten: keep it, share it, write it late. But frames lie side by side in one buffer, so neither
 * transfer nor detach that buffer (`postMessage` with a transfer list, a `ReadableStream` of `type: 'bytes'`): pass
 * `frame.slice()` there.
 *
 * @example
 * ```ts
 * const encoder = new FrameEncoder()
 * response.write(encoder.encode({ data: 'hello' }))
 * ```
 */
export class FrameEncoder {
  readonly #utf8 = new TextEncoder()
  #slab = new Uint8Array()

  /**
   * The bytes of `encode(event)` in UTF-8.
   *
   * @throws TypeError, RangeError as `encode` does; nothing is lost then, and the encoder remains usable.
   */
  encode(event: ServerSentEventInit): Uint8Array<ArrayBuffer> {
    const text = encode(event)
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    const maxBytes = text.length * 3
    if (maxBytes > SLAB_BYTES) return this.#utf8.encode(text)
    if (maxBytes > this.#slab.length) this.#slab = new Uint8Array(SLAB_BYTES)
    const { written } = this.#utf8.encodeInto(text, this.#slab)
    const frame = this.#slab.subarray(0, written)
    this.#slab = this.#slab.subarray(written)
    return frame
  }
}
