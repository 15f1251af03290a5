import { describe, expect, it } from 'vitest'
import { check, runOnce } from '../src/once.ts'

type Facts = Parameters<typeof check>[0]
type Resumes = Parameters<typeof check>[1]

const whole: Facts = Array.from({ length: 50 }, (_, index) => ({
  kind: 'fact',
  id: `life-${index + 3}`,
  fact: { channel: 'loop', delay: 1, n: index + 3, at: 0 },
}))
const once: Resumes = [{ kind: 'resumed', after: 'life-9', seam: { missing: 0, repeated: 0 }, away: 104.4 }]

function failure(facts: Facts, resumes: Resumes = once): string {
  try {
    return check(facts, resumes, 1_000)
  } catch (error) {
    expect(error).toMatchObject({ name: 'Problem', exitCode: 1 })
    return String(error)
  }
}

describe('check', () => {
  it('reports what came', () => {
    expect(check(whole, once, 812.3)).toBe(
      [
        'eventwire demo --once',
        '',
        '  events    50 in 812 ms, life-3 to life-52',
        '  channels  loop 50',
        '  cut       after life-9, resumed 104 ms later',
        '  missing   0',
        '  repeated  0',
        '',
        'Passed: every position came exactly once.',
      ].join('\n'),
    )
  })

  it('fails for a position that is missing', () => {
    const facts = whole.map((each, index) => (index < 20 ? each : renumber(each, each.fact.n + 2)))
    expect(failure(facts)).toBe('Problem: The check failed: 2 missing, 0 repeated.')
  })

  it('fails for a position that came twice, by its number or by its id', () => {
    const [third = renumber(whole[0], 5)] = whole.slice(2)
    expect(failure(whole.with(3, third))).toContain('1 missing, 1 repeated.')
    expect(failure(whole.with(49, { ...third, fact: { ...third.fact, n: 52 } }))).toContain('0 missing, 1 repeated.')
  })

  it('fails if too few came, or if nothing was cut', () => {
    expect(failure([])).toContain('only 0 of 50 events came in 1000 ms')
    expect(failure(whole.slice(1))).toContain('only 49 of 50 events came')
    expect(failure(whole, [])).toContain('one cut was asked for, and 0 were seen')
  })
})

it('passes on this machine, with a cut', async () => {
  const report = await runOnce({ port: undefined, tail: undefined })
  expect(report).toMatch(/events {4}50 in \d+ ms, (\w+)-1 to \1-50\n/)
  expect(report).toMatch(/channels {2}(?=.*cpu \d+)(?=.*memory \d+)(?=.*loop \d+)(?=.*connections \d+)/)
  expect(report).toMatch(/cut {7}after \w+-25, resumed \d+ ms later\n {2}missing {3}0\n {2}repeated {2}0/)
})

function renumber(each: Facts[number] | undefined, n: number): Facts[number] {
  return { kind: 'fact', id: `life-${n}`, fact: { channel: 'loop', delay: each ? 1 : 0, n, at: 0 } }
}
