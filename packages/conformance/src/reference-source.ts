/** What became of the sources of the reference application. */
export interface SourceCount {
  /** Events that were asked for. */
  pulled: number
  /** Sources that were let go. */
  returned: number
}

/** `count` events (default: without end) of `bytes` bytes, then a failure if `fail` is there. */
export async function* source(query: URLSearchParams, counts: SourceCount): AsyncGenerator<{ readonly data: string }> {
  const count = Number(query.get('count') ?? Infinity)
  const bytes = Number(query.get('bytes') ?? 0)
  try {
    for (let number = 1; number <= count; number += 1) {
      counts.pulled += 1
      yield { data: String(number).padEnd(bytes, '.') }
    }
    if (query.has('fail')) throw new Error('the source failed')
  } finally {
    counts.returned += 1
  }
}
