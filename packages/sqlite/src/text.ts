/**
 * A text as it is bound: without U+0000, at which the `node:sqlite` of Deno breaks texts off when it reads them (seen with
 * Deno 2.9). U+0001 stands before a digit instead.
 */
export function stored(text: string): string {
  if (!text.includes('\0') && !text.includes('\u0001')) return text
  return text.replaceAll('\u0001', '\u00011').replaceAll('\0', '\u00010')
}

/** The text that was stored. */
export function restored(text: unknown): string {
  const whole = String(text)
  if (!whole.includes('\u0001')) return whole
  return whole.replaceAll('\u00010', '\0').replaceAll('\u00011', '\u0001')
}
