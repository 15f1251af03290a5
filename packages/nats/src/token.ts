const ENCODER = new TextEncoder()

/**
 * Any text as one token of a subject and a part of a stream's name: letters, digits and hyphens stay, every other byte of
 * UTF-8 is `_` and two digits, and the empty text is `_`.
 */
export function tokenOf(text: string): string {
  if (text === '') return '_'
  if (/^[0-9A-Za-z-]+$/.test(text)) return text
  let token = ''
  for (const byte of ENCODER.encode(text)) {
    const character = String.fromCharCode(byte)
    token += /[0-9A-Za-z-]/.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`
  }
  return token
}
