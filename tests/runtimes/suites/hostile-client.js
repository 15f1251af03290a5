// What checks say to the hostile server, and ask of it.

/** So that checks need not wait. */
export const SOON = { retry: { initialDelay: 1, maxDelay: 1 } }

/** A key that no other check on this server has. */
export function newKey() {
  return crypto.randomUUID()
}

/** The URL whose requests are answered by the plan; see hostile/answer.ts. */
export function planUrl({ origin }, key, plan) {
  return `${origin}/s/${key}?plan=${encodeURIComponent(JSON.stringify(plan))}`
}

/**
 * The requests that came with that key.
 *
 * @param {number} [closed] Waits until the connection of that request, from 1, is closed.
 */
export async function seen({ origin }, key, closed) {
  const response = await fetch(`${origin}/seen/${key}${closed === undefined ? '' : `?closed=${closed}`}`)
  const { requests } = await response.json()
  if (closed !== undefined && !requests[closed - 1]?.closed) throw new Error('The server has not seen the close')
  return requests
}

/** The events' data until the end, and the error if there is one. */
export async function gather(connection) {
  const events = []
  try {
    for await (const { data } of connection) events.push(data)
    return { events }
  } catch (error) {
    return { events, error }
  }
}

/** Fails unless both are the same as JSON. */
export function expectEqual(got, expected, about) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${about}\n  expected ${b}\n  got      ${a}`)
}
