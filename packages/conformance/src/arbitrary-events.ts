import * as fc from 'fast-check'
import type { EventInit } from './canonical.ts'

/** Strings made to break out of their field: line ends, controls, white space, field-shaped text, lone surrogates. */
export function hostileString(): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\r\r', '\r\n\r\n', '\n\r'),
    fc.constantFrom('\0', '\t', '\u001B', '\u007F', '\u0085', '\u00A0', '\u2028', '\u2029', '\uFEFF', ' ', ':', '$&'),
    fc.constantFrom('data: x', 'data', 'event: x', 'id: 1', 'retry: 1', ': x', '\nid: 666\n\n', '\rdata: x\r\r'),
    fc.constantFrom('\uD800', '\uDC00', '\uDC00\uD800', '\u{1F600}'),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc
      .tuple(fc.constantFrom('\n', '\r', 'x', '\u4F60'), fc.nat({ max: 300 }))
      .map(([text, times]) => text.repeat(times)),
  )
  return fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
}

/** Events that an encoder must take: any data, in each other field what is allowed there, at least one field. */
export function validEvent(): fc.Arbitrary<EventInit> {
  return fc
    .record({ type: validType(), data: hostileString(), id: validId(), retry: validRetry() }, { requiredKeys: [] })
    .filter((event) => event.data !== undefined || event.id !== undefined || event.retry !== undefined || !!event.type)
}

/** Whatever a caller may pass for an event: valid fields, hostile strings and values of any type, in any mixture. */
export function anyEvent(): fc.Arbitrary<unknown> {
  const event = fc.record(
    { type: spoilt(validType()), data: spoilt(hostileString()), id: spoilt(validId()), retry: spoilt(validRetry()) },
    { requiredKeys: [] },
  )
  return fc.oneof({ weight: 15, arbitrary: event }, { weight: 1, arbitrary: fc.anything() })
}

function validType(): fc.Arbitrary<string> {
  return hostileString().map((text) => text.replaceAll(/[\r\n]/g, ''))
}

/** What a `Last-Event-ID` header can bring back. */
function validId(): fc.Arbitrary<string> {
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  return hostileString().map((text) => text.replaceAll(/\p{Surrogate}|[\0-\x1F\x7F]/gu, '').trim())
}

function validRetry(): fc.Arbitrary<number> {
  return fc.oneof(fc.nat({ max: 2 ** 31 - 1 }), fc.constantFrom(0, -0, 1, 2 ** 31 - 1))
}

function spoilt(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-1, 1.5, 2 ** 31))
  return fc.oneof(
    { weight: 12, arbitrary: valid },
    { weight: 2, arbitrary: hostileString() },
    { weight: 1, arbitrary: number },
    { weight: 1, arbitrary: fc.anything() },
  )
}
