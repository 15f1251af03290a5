/** Where `character` stands next; at the end if nowhere. */
export function seek(text: string, character: string, start: number): number {
  const index = text.indexOf(character, start)
  return index < 0 ? text.length : index
}
