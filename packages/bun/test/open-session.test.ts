import { afterEach, expect, it, vi } from 'vitest'
import { openSession, type BunServer } from '../src/index.ts'
import { FakeController, stubDirectStreams } from './fake-direct.ts'

function recording(): BunServer & { readonly timeouts: unknown[] } {
  const timeouts: unknown[] = []
  return { timeouts, timeout: (request, seconds) => timeouts.push([request.url, seconds]) }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

it('takes the idle timeout off the request of a session, and off no other', async () => {
  stubDirectStreams()
  const server = recording()
  await openSession(new Request('http://test/refused', { method: 'PUT' }), server)
  await openSession(new Request('http://test/stream'), server)
  expect(server.timeouts).toEqual([['http://test/stream', 0]])
})

it('fails a body that is cut with undefined, which Bun does not write to the console, and lets it idle no more', async () => {
  const sources = stubDirectStreams()
  const server = recording()
  const { session } = await openSession(new Request('http://test/'), server)
  const ended = sources[0]?.pull(new FakeController())
  session?.cut()
  const failure: unknown = await ended?.catch((error: unknown) => ({ error }))
  expect(failure).toEqual({ error: undefined })
  expect(server.timeouts).toEqual([
    ['http://test/', 0],
    ['http://test/', 1],
  ])
})

it.each([undefined, null, {}, 'server'])('rejects %j in place of the server with a TypeError', async (server) => {
  const opening = openSession(new Request('http://test/'), server as unknown as BunServer)
  await expect(opening).rejects.toThrow(/^server must be what Bun.serve gives fetch/)
  await expect(opening).rejects.toThrow(TypeError)
})
