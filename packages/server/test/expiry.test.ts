import { describe, expect, it } from 'vitest'
import { openSession, type Grant, type Opened } from '../src/index.ts'
import { dataOf, Scene } from './scene.ts'
import { TestClock } from './test-clock.ts'

const NOW = 1_700_000_000_000

async function open(expiresAt: unknown): Promise<Opened<string> & { readonly clock: TestClock }> {
  const clock = new TestClock(NOW)
  const grant = { context: 'ann', expiresAt } as Grant<string>
  const options = { clock, heartbeat: false, writeTimeout: false, authorize: () => grant } as const
  return { clock, ...(await openSession<string>(new Request('http://test/'), options)) }
}

describe('expiresAt of a grant', () => {
  it('closes the session at that time, and the reason says so', async () => {
    const { clock, session, response } = await open(NOW + 60_000)
    const text = response.text()
    await clock.advance(59_999)
    expect([session?.reason, session?.context]).toEqual([undefined, 'ann'])
    await clock.advance(1)
    expect([session?.reason, await text, clock.pending]).toEqual(['expired', 'retry: 1000\n\n', 0])
    expect(session?.gone.reason).toMatchObject({ code: 'expired', message: expect.stringMatching(/expiresAt/) })
  })

  it('follows the wall clock when that was set back', async () => {
    const { clock, session, response } = await open(NOW + 60_000)
    const text = response.text()
    clock.jump(-30_000)
    await clock.advance(89_999)
    expect(session?.reason).toBeUndefined()
    await clock.advance(1)
    expect([session?.reason, await text]).toEqual(['expired', 'retry: 1000\n\n'])
  })

  it('may be later than a timer can wait', async () => {
    const { clock, session } = await open(NOW + 2 ** 33)
    await clock.advance(2 ** 33 - 1)
    expect(session?.send({ data: '1' })).not.toBe('gone')
  })

  it.each([NOW, NOW - 1, 0, -Infinity])('of %d is over already: 403, which says nothing', async (expiresAt) => {
    const { clock, session, response } = await open(expiresAt)
    expect([response.status, response.body, session, clock.pending]).toEqual([403, null, undefined, 0])
  })

  it.each([Infinity, undefined])('of %o never ends it', async (expiresAt) => {
    const { clock, session } = await open(expiresAt)
    expect([session?.reason, clock.pending]).toEqual([undefined, 0])
  })

  it.each([Number.NaN, '2030-01-01', new Date(), null])('of %o is a TypeError: nobody is let in', async (expiresAt) => {
    await expect(open(expiresAt)).rejects.toThrow(/^expiresAt must be ms since 1970/)
  })

  it('ends what a hub feeds, too, and nothing is sent from then on', async () => {
    const scene = new Scene()
    const client = await scene.join('all', { expiresAt: 60_000 })
    await scene.publish('a', '1')
    await scene.clock.advance(60_000)
    await scene.publish('a', '2')
    expect([dataOf(client), client.session.reason, scene.hub.sessions]).toEqual([['1'], 'expired', 0])
  })
})
