import { stripVTControlCharacters } from 'node:util'

/** A line of anybody's text that does nothing to a terminal but take up columns. */
export function printable(line: string): string {
  return stripVTControlCharacters(line)
    .replaceAll('\t', ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·')
}

/** The text if it fits, else as much of it as leaves room for an ellipsis. */
export function clip(text: string, columns: number): string {
  if (text.length * 2 <= columns) return text
  let taken = 0
  let short = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const width = columnsOf(segment)
    if (taken + width > columns) return `${short}…`
    taken += width
    // The ellipsis takes a column as well.
    if (taken < columns) short += segment
  }
  return text
}

/** The columns that terminals give to one character as people see it; where they disagree, the most. */
function columnsOf(character: string): number {
  if (/^\p{Mark}+$/u.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** East Asian wide and fullwidth characters, and emoji. */
const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
