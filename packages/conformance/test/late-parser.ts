import { parseReference, type DispatchSubject } from '../src/index.ts'
import { joined } from './subjects.ts'

/** How parsers are late with their events, and a check of `dispatchSuite` that must notice it. */
export const dispatchFlaws = {
  'waits for what follows a CR': 'an event may end in the CR that ends the stream, at the end of a chunk',
  'gives events with the next chunk': 'one line, byte by byte',
  'gives events at the end of the stream': 'JSON on one line, at the end of a chunk',
} as const

export type DispatchFlaw = keyof typeof dispatchFlaws

/** A parser for the suite's own tests: the reference over all that came, seen on time or, with `flaw`, late. */
export function lateParser(flaw?: DispatchFlaw): DispatchSubject {
  return {
    open(options) {
      let all: Uint8Array = new Uint8Array()
      let given = 0
      return {
        push(chunk) {
          const before = all
          all = joined([before, chunk])
          if (!chunk.includes(10) && !chunk.includes(13) && flaw === undefined) return []
          const events = parseReference(seen(all, before, flaw), options).events.slice(given)
          given += events.length
          return events
        },
      }
    },
  }
}

function seen(all: Uint8Array, before: Uint8Array, flaw: DispatchFlaw | undefined): Uint8Array {
  if (flaw === 'waits for what follows a CR' && all.at(-1) === 13) return all.slice(0, -1)
  if (flaw === 'gives events with the next chunk') return before
  if (flaw === 'gives events at the end of the stream') return new Uint8Array()
  return all
}
