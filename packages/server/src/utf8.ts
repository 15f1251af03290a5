// To make one costs more than to encode a frame.
const encoder = new TextEncoder()

/** The bytes of a text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}
