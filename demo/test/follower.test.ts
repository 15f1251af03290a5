import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDemo, type Demo } from '../src/demo.ts'
import { Follower, type Happening } from '../src/follower.ts'

let demo: Demo

beforeEach(async () => {
  demo = await startDemo({ port: 0, tail: undefined, every: 10, retry: 20 })
})

afterEach(() => demo[Symbol.asyncDispose]())

/** Follows the demo until the facts are enough, and gives all that happened. */
async function follow(
  facts: number,
  { onFact, ...options }: ConstructorParameters<typeof Follower>[2] & { onFact?: (count: number) => unknown } = {},
): Promise<{ readonly happenings: readonly Happening[]; readonly follower: Follower }> {
  const happenings: Happening[] = []
  let count = 0
  const take = (happening: Happening): void => {
    happenings.push(happening)
    if (happening.kind !== 'fact') return
    count += 1
    onFact?.(count)
    if (count >= facts) void follower.close()
  }
  const follower = new Follower(`${demo.url}/events`, take, { retry: { initialDelay: 20 }, ...options })
  await follower.run()
  return { happenings, follower }
}

function only<K extends Happening['kind']>(
  kind: K,
  happenings: readonly Happening[],
): Extract<Happening, { kind: K }>[] {
  return happenings.filter((happening): happening is Extract<Happening, { kind: K }> => happening.kind === kind)
}

describe('Follower', () => {
  it('gets every fact once over many cuts, and tells of each', async () => {
    const { happenings, follower } = await follow(60, { onFact: (count) => count % 20 === 10 && demo.cut() })
    const facts = only('fact', happenings)
    expect(facts.map(({ fact }) => fact.n)).toEqual(facts.map((_, index) => index + 1))
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length)
    expect(follower.total).toEqual({ missing: 0, repeated: 0 })

    const cuts = only('cut', happenings)
    const resumed = only('resumed', happenings)
    expect(cuts.length).toBe(3)
    expect(resumed.map(({ after }) => after)).toEqual(cuts.map(({ after }) => after))
    for (const { seam, away } of resumed) {
      expect(seam).toEqual({ missing: 0, repeated: 0 })
      expect(away).toBeGreaterThan(0)
    }
    for (const { after } of cuts) expect(facts.some(({ id }) => id === after)).toBe(true)
  })

  it('learns by connections that it was away: the fact was published when nobody was there', async () => {
    const { happenings } = await follow(30, { onFact: (count) => count === 10 && demo.cut() })
    const counts = only('fact', happenings).flatMap(({ fact }) => (fact.channel === 'connections' ? [fact.open] : []))
    expect(counts).toEqual([1, 0, 1])
  })

  it('tells of a gap, and does not call what follows whole', async () => {
    const { happenings } = await follow(3, { lastEventId: 'another life-7' })
    const [gap, ...rest] = happenings
    expect(gap).toMatchObject({ kind: 'gap', data: expect.stringContaining('"requested":"another life-7"') })
    expect(rest.map(({ kind }) => kind)).toEqual(['fact', 'fact', 'fact'])
  })

  it('takes a demo that was started anew for another one, not for a return', async () => {
    const port = Number(new URL(demo.url).port)
    const restart = async (): Promise<void> => {
      await demo[Symbol.asyncDispose]()
      demo = await startDemo({ port, tail: undefined, every: 10, retry: 20 })
    }
    let restarted: Promise<void> | undefined
    const { happenings, follower } = await follow(40, { onFact: (count) => count === 20 && (restarted = restart()) })
    await restarted
    const kinds = happenings.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1])
    expect(kinds).toEqual(['fact', 'cut', 'gap', 'fact'])
    expect(only('gap', happenings)[0]?.data).toContain('"reason":"epoch-changed"')
    expect(follower.total).toEqual({ missing: 0, repeated: 0 })
  })
})
