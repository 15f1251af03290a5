/** A text as it is stored: Postgres takes no U+0000, for which U+0001 and a digit stand, and only well-formed text. */
export function stored(text: string): string {
  const whole = text.replaceAll(/\p{Surrogate}/gu, '\uFFFD')
  if (!whole.includes('\0') && !whole.includes('\u0001')) return whole
  return whole.replaceAll('\u0001', '\u00011').replaceAll('\0', '\u00010')
}

/** The text that was stored. */
export function restored(text: string): string {
  if (!text.includes('\u0001')) return text
  return text.replaceAll('\u00010', '\0').replaceAll('\u00011', '\u0001')
}
