/**
 * Text as the vector files write it: a string, or pieces in a row, where a piece may be repeated, so that a thousand
 * lines need not be spelled out.
 */
export type WireText = string | readonly (string | { readonly repeat: string; readonly times: number })[]

/** The text that `text` stands for. */
export function expand(text: WireText): string {
  if (typeof text === 'string') return text
  return text.map((piece) => (typeof piece === 'string' ? piece : piece.repeat.repeat(piece.times))).join('')
}

/** The bytes that pairs of hexadecimal digits, apart by spaces, stand for. */
export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(' '), (pair) => Number.parseInt(pair, 16))
}
