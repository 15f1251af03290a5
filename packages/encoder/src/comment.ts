import { checkedString } from './fields.ts'
import { joinLines } from './lines.ts'

/**
 * Encodes a comment, which every reader ignores (HTML §9.2.6): a heartbeat that keeps proxies from closing a quiet
 * connection (§9.2.7 advises one about every 15 seconds), or a note for whoever reads along. It may stand between any
 * two frames.
 *
 * @param text - One comment line for each of its lines. Default `''`: the shortest comment there is, `:\n`.
 * @throws TypeError if `text` is not a string.
 *
 * @example
 * ```ts
 * encodeComment() // ':\n'
 * encodeComment('up since\nMonday') // ': up since\n: Monday\n'
 * ```
 */
export function encodeComment(text: string = ''): string {
  return text === '' ? ':\n' : `: ${joinLines(checkedString('text', text), '\n: ')}\n`
}
