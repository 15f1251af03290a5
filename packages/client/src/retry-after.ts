/**
 * Milliseconds that a `Retry-After` header asks to wait (RFC 9110 §10.2.3), as seconds or as a date; `undefined` if
 * there is none or it is neither.
 *
 * @param now Milliseconds since 1970, for a date where the server does not say its own time.
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  if (/^[0-9]+$/.test(value)) return Number(value) * 1000
  const until = httpDate(value)
  if (until === undefined) return undefined
  // The server's clock, where it shows: the difference is then right although ours may be wrong.
  return Math.max(0, until - (httpDate(headers.get('date') ?? '') ?? now))
}

/** RFC 9110 §5.6.7: three formats, all of which begin with the day's name and mean GMT. */
function httpDate(value: string): number | undefined {
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? .*\d\d:\d\d:\d\d/.test(value)) return undefined
  // The third, asctime, does not name its zone, so that Date.parse would take it for local time.
  const time = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`)
  return Number.isNaN(time) ? undefined : time
}
