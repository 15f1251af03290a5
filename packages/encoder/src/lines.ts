/**
 * `text` with `separator` at each of its line ends. §9.2.5: CRLF, CR and LF end a line; nothing else does. One at the end
 * of `text` begins one more line, so that it survives.
 */
export function joinLines(text: string, separator: string): string {
  if (text.includes('\r')) return text.replaceAll(/\r\n?|\n/g, separator)
  // Most data is one line, and a search that finds nothing is the cheapest way to see it.
  return text.includes('\n') ? text.replaceAll('\n', separator) : text
}
