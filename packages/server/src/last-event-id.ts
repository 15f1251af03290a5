/** Characters of a last event ID that are looked at; what is longer is no position of ours and may be cut. */
const MAX_LENGTH = 4096

/** The last event ID of a request: its header, else its query parameter `lastEventId`, else ''. */
export function requestLastEventId(header: string | null | undefined, url: string): string {
  if (header) return decodeHeader(header.slice(0, MAX_LENGTH))
  const start = url.indexOf('?')
  if (start < 0) return ''
  // A new native EventSource cannot set the header, so that a page passes its place in the URL.
  return (new URLSearchParams(url.slice(start)).get('lastEventId') ?? '').slice(0, MAX_LENGTH)
}

/** Platforms give a header's bytes as one character each; the standard sends the ID in UTF-8 (HTML §9.2.3). */
function decodeHeader(value: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(value)) return value
  // A platform that decoded UTF-8 itself leaves characters that no byte can be.
  // oxlint-disable-next-line no-control-regex
  if (/[^\x00-\xff]/.test(value)) return value
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from(value, (character) => character.charCodeAt(0)),
  )
}
