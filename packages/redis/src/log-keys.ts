/** Where one log lives in Redis. All keys have one hash tag, so that a cluster keeps them in one slot. */
export interface LogKeys {
  /** Hash: what is true of the log as a whole. */
  readonly meta: string
  /** Stream: its entries, with ids `seq-0`. */
  readonly entries: string
  /** Hashes: idempotency keys of callers, the newer ones and the older ones. */
  readonly asked: readonly [string, string]
  /** Hashes: keys of appends that a client may send twice by itself. */
  readonly sent: readonly [string, string]
  /** Pub/sub channel: told that there is more. */
  readonly wake: string
}

/** @throws TypeError for a name that can be none. */
export function logKeys(prefix: string, name: string): LogKeys {
  if (typeof name !== 'string' || /\p{Surrogate}/u.test(name)) {
    throw new TypeError(`A log's name must be well-formed text, got ${JSON.stringify(name)}`)
  }
  // Redis Cluster specification, "Hash tags": what is between the first { and the first } after it decides the slot.
  // An empty tag is none; nothing else becomes a lone %.
  const tag = name === '' ? '%' : name.replace(/[%{}]/g, (brace) => `%${brace.charCodeAt(0).toString(16)}`)
  const key = (what: string): string => `${prefix}{${tag}}:${what}`
  return {
    meta: key('log'),
    entries: key('entries'),
    asked: [key('keys'), key('keys:older')],
    sent: [key('sent'), key('sent:older')],
    wake: key('wake'),
  }
}
