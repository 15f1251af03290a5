import { afterEach, describe, expect, it, vi } from 'vitest'
import { setUp } from './set-up.ts'
import { sourceScene } from './event-source-scene.ts'

const HINT = 'the server must allow the header Last-Event-ID'
const LOST = [{ body: 'id: 1\ndata: a\n\n' }, { fault: 'refuse' as const }]

afterEach(() => vi.unstubAllGlobals())

describe('a request with a last event ID that fails', () => {
  it.each([
    ['a page of another origin', { origin: 'http://elsewhere', href: 'http://elsewhere/' }, true],
    ['a page of the same origin', { origin: 'http://test', href: 'http://test/' }, false],
    ['no page', undefined, false],
  ])('says what may be wrong: %s', async (_, location, isTold) => {
    vi.stubGlobal('location', location)
    const { changes, connection, clock } = setUp(LOST)
    const reading = (async () => {
      for await (const _event of connection);
    })()
    await clock.advance(5_000)
    const messages = changes.map(({ cause }) => cause?.message ?? '')
    expect(messages.some((message) => message.endsWith(`${HINT})`))).toBe(isTold)
    await connection.close()
    await reading

    const scene = sourceScene(LOST)
    const heard: string[] = []
    scene.source.addEventListener('error', ({ error }) => heard.push(error?.message ?? ''))
    await scene.clock.advance(5_000)
    scene.source.close()
    expect(heard.some((message) => message.endsWith(`${HINT})`))).toBe(isTold)
  })

  it('and only with one', async () => {
    vi.stubGlobal('location', { origin: 'http://elsewhere', href: 'http://elsewhere/' })
    const { changes, connection, clock } = setUp([{ fault: 'refuse' }])
    await clock.advance(5_000)
    expect(changes.map(({ cause }) => cause?.message ?? '').join(' ')).not.toContain(HINT)
    await connection.close()
  })
})
