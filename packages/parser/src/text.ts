/** Where `character` stands next; at the end if nowhere. */
export function seek(text: string, character: string, start: number): number {
  const index = text.indexOf(character, start)
  return index < 0 ? text.length : index
}

/** How many more bytes `text` takes in UTF-8 than units in UTF-16; a lone surrogate is taken for half a pair. */
export function bytesBeyondUnits(text = ''): number {
  let bytes = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    // Two units of a surrogate pair share four bytes.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes
}
