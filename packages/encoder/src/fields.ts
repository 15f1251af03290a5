/** A line end in a type would start another field. */
export function checkedType(value: unknown): string {
  return refuse(/[\r\n]/, 'type', checkedString('type', value))
}

/**
 * The one rule for what an id may be. §9.2.4: it comes back as the value of a header, in UTF-8. No header holds control
 * characters, HTTP and decoders strip white space at the ends (U+FEFF too), and UTF-8 has no lone surrogates.
 */
export function checkedId(value: unknown): string {
  const id = checkedString('id', value)
  // Nearly every id is visible ASCII, and this is quickly seen.
  if (/^[!-~]*$/.test(id)) return id
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  return refuse(/\p{Surrogate}|[\0-\x1F\x7F]|^\s|\s$/u, 'id', id, ', which no header could bring back')
}

export function checkedRetry(retry: unknown): number {
  if (typeof retry !== 'number') throw wrongType('retry', 'a number', retry)
  // The 31 bits of such an integer are all that there is of it.
  if ((retry & 0x7fffffff) === retry) return retry
  throw new RangeError(`retry must be an integer from 0 to 2147483647, got ${retry}`)
}

export function checkedString(field: string, value: unknown): string {
  if (typeof value !== 'string') throw wrongType(field, 'a string', value)
  return value
}

export function wrongType(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name} must be ${expected}, got ${value === null ? value : typeof value}`)
}

/** `text`, if `forbidden` matches nothing in it. */
function refuse(forbidden: RegExp, field: string, text: string, why: string = ''): string {
  const found = forbidden.exec(text)
  if (!found) return text
  // None is beyond U+FFFF.
  const code = text.charCodeAt(found.index).toString(16).toUpperCase().padStart(4, '0')
  throw new TypeError(`${field} must not hold U+${code} at index ${found.index}${why}`)
}
