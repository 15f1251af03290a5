/** Where a request says where it resumes: in the `Last-Event-ID` header, or in a parameter of the URL's query. */
export type CursorIn = 'header' | { readonly query: string }

/**
 * The last event ID as the value of a header: its UTF-8 bytes (HTML §9.2.3), one character each, since that is how
 * `fetch` takes a header's bytes. `undefined` if no header can carry it back unchanged (RFC 9110 §5.5): a control
 * character other than the tab is refused on the way, and white space at the ends is dropped.
 */
export function lastEventIdHeader(id: string): string | undefined {
  // oxlint-disable-next-line no-control-regex
  if (/[\x00-\x08\x0a-\x1f\x7f]|^[\t ]|[\t ]$/.test(id)) return undefined
  // oxlint-disable-next-line no-control-regex
  if (!/[^\x00-\x7f]/.test(id) || takesText()) return id
  return Array.from(new TextEncoder().encode(id), (byte) => String.fromCharCode(byte)).join('')
}

/** Cloudflare's workerd takes text for a header and sends it as UTF-8, where Fetch §5.1 demands a byte a character. */
function takesText(): boolean {
  try {
    return new Headers({ a: '\u4F60' }).has('a')
  } catch {
    return false
  }
}

/** Whether a request can say that it resumes from `id`, which is not empty. */
export function isSendable(id: string, cursorIn: CursorIn): boolean {
  return cursorIn !== 'header' || lastEventIdHeader(id) !== undefined
}
