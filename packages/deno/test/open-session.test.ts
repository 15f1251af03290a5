import { expect, it } from 'vitest'
import { openSession } from '../src/index.ts'

const request = (): Request => new Request('http://test/')

it('does not look at the signal of a request, of which Deno would warn', async () => {
  const watched = request()
  Object.defineProperty(watched, 'signal', {
    get() {
      throw new Error('it was looked at')
    },
  })
  const { response, session } = await openSession(watched)
  void session?.close()
  expect(await response.text()).toBe('retry: 1000\n\n')
})

it.each(['resolves', 'rejects'])(
  'ends a session that nobody reads when its request is over: completed %s',
  async (how) => {
    const { promise: completed, resolve, reject } = Promise.withResolvers<void>()
    const { session } = await openSession(request(), { completed })
    expect(session?.reason).toBeUndefined()
    const gone = new Promise((resolve) => session?.gone.addEventListener('abort', resolve))
    if (how === 'resolves') resolve()
    else reject(new Error('connection reset'))
    await gone
    expect(session?.reason).toBe('left')
  },
)
