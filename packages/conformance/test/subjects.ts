import { parseReference, parserSuite, type ParserSubject } from '../src/index.ts'

const withoutLimits = parserSuite.filter((check) => check.name.startsWith('maxEventBytes'))

/** The reference parser, which takes the whole input at once and knows no limit. */
export const reference: ParserSubject = {
  parse: (chunks, options) => parseReference(joined(chunks), options),
  unsupported: Object.fromEntries(withoutLimits.map((check) => [check.name, 'the reference has no limit'])),
}

export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let end = 0
  for (const chunk of chunks) {
    bytes.set(chunk, end)
    end += chunk.length
  }
  return bytes
}
