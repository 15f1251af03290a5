import { integer, type Random } from '../harness/random.ts'
import { chinese, completion, delta, prose } from './payloads.ts'
import type { WireEvent } from './stream.ts'

/** Makes one event after the other. */
export type EventMaker = (random: Random) => WireEvent

/** About 250 bytes, no type. */
export const token: EventMaker = (random) => {
  const data = completion(random, prose(random, integer(random, 2, 60)))
  return { wire: `data: ${data}\n\n`, data }
}

/** About 250 bytes with their type. */
export const typedToken: EventMaker = (random) => {
  const data = delta(prose(random, integer(random, 60, 160)))
  return { wire: `event: content_block_delta\ndata: ${data}\n\n`, data }
}

export const tiny: EventMaker = () => ({ wire: 'data: x\n\n', data: 'x' })

/** One line of that many bytes, or a few less: a JSON string, since some readers read nothing but JSON. */
export function large(bytes: number): EventMaker {
  return (random) => {
    const cut = JSON.stringify(prose(random, bytes)).slice(0, bytes - 1)
    // An escape may have been cut through.
    const data = `${cut.replace(/\\+$/, '')}"`
    return { wire: `data: ${data}\n\n`, data }
  }
}

/** Twenty lines of a document. */
export const lines: EventMaker = (random) => {
  const text = Array.from({ length: 20 }, () => prose(random, integer(random, 0, 80)).replaceAll('\n', ' '))
  return { wire: `${text.map((line) => `data: ${line}\n`).join('')}\n`, data: text.join('\n') }
}

/** Every field, and a comment. */
export const allFields: EventMaker = (random) => {
  const data = completion(random, prose(random, integer(random, 2, 60)))
  const id = `${integer(random, 1e9, 9e9)}-${integer(random, 0, 999)}`
  return { wire: `: keep-alive ${id}\nid: ${id}\nevent: update\nretry: 3000\ndata: ${data}\n\n`, data }
}

/** The same event with CRLF at its line ends. */
export function withCrlf(make: EventMaker): EventMaker {
  return (random) => {
    const { wire, data } = make(random)
    return { wire: wire.replaceAll('\n', '\r\n'), data }
  }
}

/** A token of Chinese text and emoji. */
export const chineseToken: EventMaker = (random) => {
  const data = completion(random, chinese(random, integer(random, 1, 24)))
  return { wire: `data: ${data}\n\n`, data }
}
