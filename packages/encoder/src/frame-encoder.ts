import { asText, frameOf } from './frame.ts'
import type { ServerSentEventInit } from './event.ts'

/** Bytes of a slab: some hundred small frames share one allocation, and one kept frame keeps no more than this. */
const SLAB_BYTES = 16 * 1024

/** A frame that may take more bytes has a buffer of its own, since it would leave too much of a slab unused. */
const MAX_BYTES_IN_SLAB = SLAB_BYTES / 2

/** Up to this length a loop is faster than a call of `encodeInto`. */
const SHORT = 32

/**
 * Encodes events to bytes, with one allocation for many small frames.
 *
 * A frame is never overwritten: keep it, share it, write it late. But frames lie side by side in one buffer of 16 KiB,
 * which lives as long as one of them does. So neither transfer nor detach that buffer (`postMessage` with a transfer
 * list, a `ReadableStream` of `type: 'bytes'`): pass `frame.slice()` there. Frames above some KiB have a buffer of their
 * own; on Bun all have, since that is faster there.
 *
 * @example
 * ```ts
 * const encoder = new FrameEncoder()
 * response.write(encoder.encode({ data: 'hello' }))
 * ```
 */
export class FrameEncoder {
  readonly #utf8 = new TextEncoder()
  // JavaScriptCore makes a small array faster than a view on a shared buffer; V8 does not.
  readonly #maxBytesInSlab = 'Bun' in globalThis ? 0 : MAX_BYTES_IN_SLAB
  // Kept beside the array, since V8 calls a function for `slab.buffer`.
  #buffer = new ArrayBuffer()
  #slab = new Uint8Array(this.#buffer)
  #used = 0

  /**
   * The bytes of `encode(event)` in UTF-8.
   *
   * @throws TypeError, RangeError as `encode` does; nothing is lost then, and the encoder remains usable.
   */
  encode(event: ServerSentEventInit): Uint8Array<ArrayBuffer> {
    return frameOf(event, this.#join)
  }

  readonly #join = (head: string, lines: string): Uint8Array<ArrayBuffer> => {
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    const maxBytes = 3 * (head.length + lines.length) + 2
    if (maxBytes > this.#maxBytesInSlab) return this.#utf8.encode(asText(head, lines))
    if (maxBytes > this.#slab.length - this.#used) {
      this.#buffer = new ArrayBuffer(SLAB_BYTES)
      this.#slab = new Uint8Array(this.#buffer)
      this.#used = 0
    }
    const start = this.#used
    // Most events are data alone. Any other head is a text of pieces, which an engine puts together faster than a loop.
    this.#used =
      head.length > 'data: '.length
        ? this.#write(asText(head, lines), start)
        : this.#write('\n\n', this.#write(lines, this.#write(head, start)))
    // Not by `subarray`, which takes V8 twice the time.
    return new Uint8Array(this.#buffer, start, this.#used - start)
  }

  /** Writes `text` from `start` on, and answers where it ends. */
  #write(text: string, start: number): number {
    const { length } = text
    const slab = this.#slab
    let index = 0
    if (length <= SHORT) {
      for (; index < length; index += 1) {
        const code = text.charCodeAt(index)
        if (code > 0x7f) break
        slab[start + index] = code
      }
    }
    if (index === length) return start + length
    return start + this.#utf8.encodeInto(text, new Uint8Array(this.#buffer, start)).written
  }
}
