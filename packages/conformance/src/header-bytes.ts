/**
 * What this platform's `fetch` sends for the value of a header: a byte for each character (Fetch §5.1), but in
 * Cloudflare's workerd, which takes any text and sends it as UTF-8.
 */
export function headerBytes(value: string): Uint8Array<ArrayBuffer> {
  return takesText() ? new TextEncoder().encode(value) : Uint8Array.from(value, (character) => character.charCodeAt(0))
}

function takesText(): boolean {
  try {
    return new Headers({ a: '\u4F60' }).has('a')
  } catch {
    return false
  }
}
