/**
 * `prefix` and a line of `text`, line by line. §9.2.5: CRLF, CR and LF end a line; nothing else does. A line end at the
 * end of `text` begins one more line, so that it survives.
 */
export function eachLine(prefix: string, text: string): string {
  return prefix + text.replaceAll(/\r\n?|\n/g, `\n${prefix}`) + '\n'
}
