/** How deep a chain of causes is followed: it may be a ring. */
const MAX_DEPTH = 8

/**
 * What was thrown, as text for a message, with the system's code where its innermost cause has one (`ECONNREFUSED`,
 * which `fetch` hides behind "fetch failed"). Never throws, whatever it is given.
 */
export function describe(thrown: unknown): string {
  let text = 'a value without a text'
  try {
    text = String(thrown)
    let code: unknown
    let inner = thrown as { cause?: unknown; code?: unknown } | null | undefined
    for (let depth = 0; depth < MAX_DEPTH && inner; depth += 1) {
      // A DOMException has a number there, which says nothing.
      if (typeof inner.code === 'string') code = inner.code
      inner = inner.cause as typeof inner
    }
    return code && !text.includes(String(code)) ? `${text} (${code})` : text
  } catch {
    // An object without a prototype, say, or a getter that throws: there is no more to be had.
    return text
  }
}
