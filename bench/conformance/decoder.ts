/**
 * Whether this platform's own streaming decoder reads the chunks as it reads them in one. Node 24's does not where a
 * byte order mark is cut after its first byte and another follows: it removes both. No peer is judged by such chunks.
 */
export function isDecodedRight(chunks: readonly Uint8Array[], whole: Uint8Array): boolean {
  const decoder = new TextDecoder()
  const text = chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode()
  return text === new TextDecoder().decode(whole)
}
