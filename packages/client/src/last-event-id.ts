/**
 * The last event ID as the value of a header: its UTF-8 bytes (HTML §9.2.3), one character each, since that is how
 * `fetch` takes a header's bytes. `undefined` if no header can carry it back unchanged (RFC 9110 §5.5): a control
 * character other than the tab is refused on the way, and white space at the ends is dropped.
 */
export function lastEventIdHeader(id: string): string | undefined {
  // oxlint-disable-next-line no-control-regex
  if (/[\x00-\x08\x0a-\x1f\x7f]|^[\t ]|[\t ]$/.test(id)) return undefined
  return Array.from(new TextEncoder().encode(id), (byte) => String.fromCharCode(byte)).join('')
}
