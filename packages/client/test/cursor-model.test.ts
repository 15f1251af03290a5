import { FakeClock, faultyFetch } from '@eventwire/conformance'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connect, type CursorStore, type StateChange } from '../src/index.ts'

const scenario = fc.record({
  size: fc.nat(10),
  ack: fc.constantFrom('delivery', 'processed', 'manual'),
  // What becomes of the n-th save: milliseconds, and whether it fails.
  saves: fc.array(fc.record({ time: fc.constantFrom(0, 1, 50, 7_000), fails: fc.boolean() }), { maxLength: 8 }),
  // How long the consumer takes for the n-th event, and whether it acknowledges it by hand.
  work: fc.array(fc.record({ time: fc.constantFrom(0, 0, 3, 5_000), acknowledges: fc.boolean() }), { maxLength: 10 }),
  cuts: fc.array(fc.nat(200), { maxLength: 4 }),
  breakAfter: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
})

describe('a cursor', () => {
  it('never passes an event that is not dealt with, is saved one at a time and forward, and to the last at the end', async () => {
    await fc.assert(fc.asyncProperty(scenario, check), { numRuns: 500 })
  })
})

type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never

async function check({ size, ack, saves, work, cuts, breakAfter }: Scenario): Promise<void> {
  const clock = new FakeClock()
  const pause = (time: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, time))
  const changes: StateChange[] = []
  const violations: string[] = []
  let got = 0
  let dealtWith = 0
  const attempts: number[] = []
  let saved = 0
  let failures = 0
  let isSaving = false
  const cursor: CursorStore = {
    load: () => undefined,
    save: async (id) => {
      const { time, fails } = saves[attempts.length] ?? { time: 0, fails: false }
      if (isSaving) violations.push('two saves at once')
      if (Number(id) > dealtWith) violations.push(`saved ${id} where ${dealtWith} were dealt with`)
      if (Number(id) < (attempts.at(-1) ?? 0)) violations.push(`saved ${id} after ${attempts.at(-1)}`)
      attempts.push(Number(id))
      isSaving = true
      if (time > 0) await pause(time)
      isSaving = false
      if (fails) failures += 1
      if (fails) throw new Error('full')
      saved = Number(id)
    },
  }
  const fetch = faultyFetch(({ number, lastEventId }) => {
    const after = Number(lastEventId)
    // In memory it goes on where the consumer is, whatever the store has.
    if (after !== got) violations.push(`a request after ${after}, not ${got}`)
    if (after === size && cuts[number - 1] === undefined) return { status: 204 }
    const ids = Array.from({ length: size - after }, (_, index) => after + index + 1)
    const body = ids.map((id) => `id: ${id}\ndata: ${id}\n\n`).join('')
    return { body, fault: 'drop', faultAt: cuts[number - 1] ?? body.length }
  })
  const connection = connect('http://test/', { clock, fetch, cursor, ack, onStateChange: (c) => changes.push(c) })
  const iterator = connection[Symbol.asyncIterator]()
  const consume = async (): Promise<void> => {
    for (;;) {
      if (ack === 'processed') dealtWith = got
      // What is about to be delivered counts as dealt with, if that is the rule.
      if (ack === 'delivery') dealtWith = got + 1
      const { done, value } = await iterator.next()
      if (done) break
      got += 1
      const { time, acknowledges } = work[got - 1] ?? { time: 0, acknowledges: true }
      if (time > 0) await pause(time)
      if (acknowledges && ack !== 'delivery') {
        dealtWith = got
        connection.acknowledge(value)
      }
      if (ack !== 'delivery' && connection.lastEventId !== (dealtWith ? String(dealtWith) : '')) {
        violations.push(`at ${connection.lastEventId} where ${dealtWith} were dealt with`)
      }
      if (got === breakAfter) break
    }
    if (ack === 'delivery') dealtWith = got
    await iterator.return?.()
  }
  await clock.run(consume())

  expect(violations).toEqual([])
  // The last place is tried at the end, and tried again if the save before it had failed.
  expect(attempts.at(-1) ?? 0).toBe(dealtWith)
  const last = saves[attempts.length - 1]
  if (attempts.length > 0 && !last?.fails) expect(saved).toBe(dealtWith)
  if (last?.fails) expect(attempts.at(-2)).toBe(dealtWith)
  expect(changes.filter(({ cause }) => cause?.code === 'cursor-not-saved').length).toBe(failures)
  expect([isSaving, fetch.active, clock.pending]).toEqual([false, 0, 0])
}
