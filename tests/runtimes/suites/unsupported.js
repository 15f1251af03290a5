const LONG = 'every cut of a long stream takes minutes; it runs whole, broken off and byte by byte'
const longOnes = Object.fromEntries(
  [
    'a thousand lines',
    'a thousand empty lines of data',
    'a long line',
    'a long line of wide characters',
    'a long comment before data',
  ].map((name) => [`${name}, in chunks`, LONG]),
)
const slow = { EventStreamParser: longOnes, parseEventStream: longOnes }

/**
 * All that some runtime does not do: runtime → title → check → why. Each is shown as a skip, with its reason. An entry
 * whose check does not exist fails.
 *
 * @type {Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>}
 */
export const unsupported = {
  // The parser alone is cut everywhere there.
  node: { parseEventStream: longOnes },
  deno: slow,
  bun: slow,
  workerd: slow,
  'chromium-page': slow,
  'chromium-worker': slow,
  'firefox-page': slow,
  'firefox-worker': slow,
}
