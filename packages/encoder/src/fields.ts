/** A line end in a type would start another field. */
export function checkedType(type: unknown): string {
  return checkedString('type', type, /[\r\n]/)
}

/**
 * The one rule for what an id may be. §9.2.4: it comes back as the value of a header, in UTF-8. No header holds control
 * characters, HTTP and decoders strip white space at the ends (U+FEFF too), and UTF-8 has no lone surrogates.
 */
export function checkedId(id: unknown): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  return checkedString('id', id, /\p{Surrogate}|[\0-\x1F\x7F]|^\s|\s$/u, ', which no header could bring back')
}

export function checkedRetry(retry: unknown): number {
  if (typeof retry !== 'number') throw wrongType('retry', 'a number', retry)
  if (Number.isInteger(retry) && retry >= 0 && retry <= 2 ** 31 - 1) return retry
  throw new RangeError(`retry must be an integer from 0 to 2147483647, got ${retry}`)
}

/** `value`, if it is a string in which `forbidden` matches nothing. */
export function checkedString(field: string, value: unknown, forbidden?: RegExp, why: string = ''): string {
  if (typeof value !== 'string') throw wrongType(field, 'a string', value)
  const found = forbidden?.exec(value)
  if (!found) return value
  const code = found[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
  throw new TypeError(`${field} must not hold U+${code} at index ${found.index}${why}`)
}

export function wrongType(name: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${name} must be ${expected}, got ${value === null ? 'null' : typeof value}`)
}
