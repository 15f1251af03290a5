// Follows the stream by the browser's own EventSource, which reconnects by itself, and checks what it gets: the facts
// are numbered without a hole, so that a missing or a repeated one shows.

const CHANNELS = ['cpu', 'memory', 'loop', 'connections', 'tail']

/**
 * @typedef {{ n: number, at: number, cores?: number[], used?: number, total?: number, delay?: number, open?: number,
 *   line?: string }} Fact its number, its time in ms since 1970, and what its channel tells
 * @typedef {{ after: string, began: number, missing: number, repeated: number, away: number }} Resumed
 * @typedef {object} Listener
 * @property {(event: MessageEvent<string>, fact: Fact) => void} onFact
 * @property {(after: string) => void} onCut
 * @property {(resumed: Resumed) => void} onResumed
 * @property {(event: MessageEvent<string>) => void} onGap
 * @property {(state: 'connecting' | 'live' | 'reconnecting' | 'closed') => void} onState
 */

/** @param {Listener} listener */
export function follow({ onFact, onCut, onResumed, onGap, onState }) {
  const source = new EventSource('/events')
  let lastId = ''
  /** @type {number | undefined} */
  let lastNumber
  /** @type {{ after: string, began: number } | undefined} while a cut has not healed */
  let cut

  for (const channel of CHANNELS) source.addEventListener(channel, take)
  source.addEventListener('gap', (event) => {
    // What comes next has nothing before it to be compared with.
    lastNumber = cut = undefined
    onGap(event)
  })
  source.addEventListener('open', () => onState('live'))
  source.addEventListener('error', () => {
    onState(source.readyState === EventSource.CLOSED ? 'closed' : 'reconnecting')
    if (cut || lastNumber === undefined) return
    cut = { after: lastId, began: Date.now() }
    onCut(lastId)
  })

  /** @param {MessageEvent<string>} event */
  function take(event) {
    /** @type {Fact} */
    const fact = JSON.parse(event.data)
    const expected = lastNumber === undefined ? fact.n : lastNumber + 1
    const missing = Math.max(0, fact.n - expected)
    const repeated = fact.n < expected ? 1 : 0
    if (cut || missing || repeated) {
      const { after, began } = cut ?? { after: lastId, began: Date.now() }
      onResumed({ after, began, missing, repeated, away: Date.now() - began })
    }
    cut = undefined
    lastNumber = Math.max(fact.n, expected - 1)
    lastId = event.lastEventId
    onFact(event, fact)
  }
}
