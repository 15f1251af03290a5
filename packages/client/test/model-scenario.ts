import type { FaultyAnswer } from '@eventwire/conformance'
import fc from 'fast-check'

/** How the server meets one request. The log's events follow the last event ID; a cut is at a part of the body. */
export type Plan =
  | {
      readonly kind: 'serve'
      readonly cut: number
      readonly fault: 'drop' | 'end' | 'stall'
      readonly chunkBytes: number
      readonly retry: number | undefined
    }
  | { readonly kind: 'answer'; readonly answer: FaultyAnswer }

/** What ends the connection from this side, and when, if nothing else does. */
interface Ending {
  readonly how: 'close' | 'abort' | 'break'
  /** Milliseconds; with `'break'`, events. */
  readonly after: number
}

const serve: fc.Arbitrary<Plan> = fc.record({
  kind: fc.constant('serve' as const),
  cut: fc.double({ min: 0, max: 1, noNaN: true }),
  fault: fc.constantFrom('drop', 'drop', 'end', 'end', 'stall'),
  chunkBytes: fc.integer({ min: 1, max: 60 }),
  retry: fc.option(fc.constantFrom(0, 10, 5_000, 40_000, 3_000_000_000), { nil: undefined }),
})
const answer: fc.Arbitrary<Plan> = fc.record({
  kind: fc.constant('answer' as const),
  answer: fc.oneof(
    fc.constantFrom<FaultyAnswer>(
      { fault: 'refuse' },
      { fault: 'hang' },
      { status: 204 },
      { status: 404, body: 'gone', fault: 'stall' },
      { headers: { 'content-type': 'text/html' } },
    ),
    fc.record({
      status: fc.constantFrom(408, 425, 429, 500, 503),
      headers: fc.constantFrom({}, { 'retry-after': '0' }, { 'retry-after': '90' }, { 'retry-after': 'nonsense' }),
      body: fc.constantFrom('', 'busy'),
      fault: fc.constantFrom('end', 'drop', 'stall'),
    }),
  ),
})
export const scenario = fc.record({
  size: fc.nat(8),
  plans: fc.array(fc.oneof({ weight: 3, arbitrary: serve }, { weight: 2, arbitrary: answer }), { maxLength: 8 }),
  // How long the consumer takes for each event.
  pauses: fc.array(fc.constantFrom(0, 0, 10, 7_000), { maxLength: 8 }),
  ending: fc.option(
    fc.oneof(
      fc.record<Ending>({ how: fc.constantFrom('close', 'abort'), after: fc.oneof(fc.nat(100), fc.nat(100_000)) }),
      fc.record<Ending>({ how: fc.constant('break'), after: fc.integer({ min: 1, max: 8 }) }),
    ),
    { nil: undefined },
  ),
  // What happens around the connection meanwhile.
  steps: fc.array(
    fc.record({
      at: fc.oneof(fc.nat(100), fc.nat(100_000)),
      what: fc.constantFrom('reconnect', 'online', 'pagehide', 'pageshow'),
    }),
    { maxLength: 6 },
  ),
  jumps: fc.array(fc.record({ at: fc.nat(60_000), by: fc.integer({ min: -1e9, max: 1e9 }) }), { maxLength: 3 }),
  randoms: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
})
export type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never
