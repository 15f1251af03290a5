import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reconnect, reconnectionDelay, START, type ReconnectionInput } from '../src/reconnection.ts'

const POLICY = {
  initialDelay: 1_000,
  maxDelay: 30_000,
  healthyAfter: 5_000,
  maxFailures: Infinity,
  replayUnsafe: false,
}
const MAX_TIMER = 2 ** 31 - 1

describe('reconnectionDelay', () => {
  it.each([
    // failures, asked, at random 0, at random 1
    [0, 1_000, 1_000, 2_000],
    [0, 0, 0, 0],
    [0, 20_000, 20_000, 30_000],
    [0, 60_000, 60_000, 60_000],
    [1, 1_000, 1_000, 2_000],
    [2, 1_000, 1_000, 4_000],
    [3, 1_000, 2_000, 8_000],
    [4, 1_000, 4_000, 16_000],
    [5, 1_000, 7_500, 30_000],
    [9_999, 1_000, 7_500, 30_000],
    [1, 0, 500, 2_000],
    [2, 0, 1_000, 4_000],
    [2, 5_000, 5_000, 20_000],
    [3, 60_000, 60_000, 60_000],
    [1, 3_000_000_000, MAX_TIMER, MAX_TIMER],
    [0, Infinity, MAX_TIMER, MAX_TIMER],
  ])('after %i failures, asked for %i ms: from %i to %i ms', (failures, asked, least, most) => {
    expect(reconnectionDelay(failures, asked, 0, POLICY)).toBe(least)
    expect(reconnectionDelay(failures, asked, 1, POLICY)).toBe(most)
  })

  it('is never shorter than asked, never longer than a timer can, and grows with chance', () => {
    const times = fc.oneof(fc.nat(100_000), fc.double({ min: 0, noNaN: true }))
    const policies = fc.record({ initialDelay: fc.nat(100_000), maxDelay: times })
    fc.assert(
      fc.property(
        fc.nat(5_000),
        times,
        fc.double({ min: 0, max: 1, noNaN: true }),
        policies,
        (failures, asked, random, policy) => {
          const delay = reconnectionDelay(failures, asked, random, policy)
          expect(delay).toBeGreaterThanOrEqual(Math.min(asked, MAX_TIMER))
          expect(delay).toBeLessThanOrEqual(MAX_TIMER)
          expect(delay).toBeLessThanOrEqual(reconnectionDelay(failures, asked, 1, policy))
          expect(delay).toBeLessThanOrEqual(Math.max(Math.ceil(asked), Math.ceil(policy.maxDelay)))
        },
      ),
    )
  })

  it('keeps a server that closes at once to 12 requests a minute, whatever it asks for and the dice say', () => {
    const dice = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 12,
      maxLength: 12,
    })
    fc.assert(
      fc.property(dice, fc.nat(5_000), (randoms, asked) => {
        let standing = reconnect(START, { type: 'opened', at: 0 }, POLICY)[0]
        let now = 0
        for (const random of randoms) {
          const [lost, action] = reconnect(standing, { type: 'lost', at: now, asked, random, mayRetry: true }, POLICY)
          now += action.type === 'wait' ? action.delay : 0
          standing = reconnect(reconnect(lost, { type: 'due' }, POLICY)[0], { type: 'opened', at: now }, POLICY)[0]
        }
        expect(standing.attempt).toBe(13)
        expect(now).toBeGreaterThanOrEqual(60_000)
      }),
    )
  })
})

describe('reconnect', () => {
  const inputs: fc.Arbitrary<ReconnectionInput> = fc.oneof(
    fc.record({ type: fc.constant('opened' as const), at: fc.nat() }),
    fc.record({ type: fc.constant('due' as const) }),
    fc.record({ type: fc.constant('interrupted' as const) }),
    fc.record({
      type: fc.constant('lost' as const),
      at: fc.nat(),
      asked: fc.nat(),
      random: fc.double({ min: 0, max: 1, noNaN: true }),
      mayRetry: fc.boolean(),
      isTurn: fc.boolean(),
    }),
    { weight: 1, arbitrary: fc.record({ type: fc.constant('closed' as const) }) },
  )
  const policies = fc.constantFrom(
    false as const,
    POLICY,
    { ...POLICY, maxFailures: 2 },
    { ...POLICY, healthyAfter: 0 },
  )

  it('never runs two attempts at once, nor any after the end', () => {
    fc.assert(
      fc.property(fc.array(inputs, { maxLength: 40 }), policies, (schedule, policy) => {
        let standing = START
        let isBusy = true
        let isWaiting = false
        let isOver = false
        for (const input of schedule) {
          const [next, action] = reconnect(standing, input, policy)
          if (isOver) expect([next, action]).toEqual([standing, { type: 'nothing' }])
          if (action.type === 'attempt') {
            expect([isBusy, isWaiting, input.type]).toEqual([false, true, 'due'])
            expect(next.attempt).toBe(standing.attempt + 1)
          }
          if (action.type === 'wait') {
            expect([isBusy, isWaiting]).toEqual([true, false])
            if (input.type === 'lost') {
              expect([policy !== false, input.mayRetry]).toEqual([true, true])
              expect(action.atLeast).toBeGreaterThanOrEqual(Math.min(input.asked, MAX_TIMER))
              expect(action.delay).toBeGreaterThanOrEqual(action.atLeast)
            } else {
              expect([input.type, action.delay]).toEqual(['interrupted', 0])
            }
          }
          standing = next
          isBusy = next.state === 'connecting' || next.state === 'open'
          isWaiting = next.state === 'waiting'
          isOver ||= next.state === 'closed'
        }
      }),
    )
  })

  it('forgets failures only after a healthy time, measured from open', () => {
    const lost = { type: 'lost', asked: 0, random: 0, mayRetry: true } as const
    const failing = { ...START, failures: 7 }
    const open = { ...failing, state: 'open', openedAt: 100 } as const
    expect(reconnect(open, { ...lost, at: 5_100 }, POLICY)[0].failures).toBe(0)
    expect(reconnect(open, { ...lost, at: 5_099 }, POLICY)[0].failures).toBe(8)
    expect(reconnect(failing, { ...lost, at: 9_999 }, POLICY)[0].failures).toBe(8)
  })

  it('counts no failure for a stream that had something new and ended cleanly, however short it was', () => {
    const turn = { type: 'lost', at: 1, asked: 100, random: 1, mayRetry: true, isTurn: true } as const
    const open = { ...START, state: 'open', failures: 7 } as const
    expect(reconnect(open, turn, POLICY)).toEqual([
      { ...open, state: 'waiting', failures: 0 },
      { type: 'wait', delay: 200, atLeast: 100 },
    ])
    expect(reconnect(open, turn, { ...POLICY, maxFailures: 1 })[1].type).toBe('wait')
  })

  it('gives up at the last failure that it may have', () => {
    const policy = { ...POLICY, maxFailures: 2 }
    const lost = { type: 'lost', at: 0, asked: 0, random: 0, mayRetry: true } as const
    const [once] = reconnect(START, lost, policy)
    expect(once.state).toBe('waiting')
    expect(reconnect(reconnect(once, { type: 'due' }, policy)[0], lost, policy)[0].state).toBe('closed')
  })

  it('changes nothing that it is given', () => {
    const standing = Object.freeze({ ...START })
    reconnect(standing, { type: 'closed' }, POLICY)
    expect(standing).toEqual(START)
  })
})
