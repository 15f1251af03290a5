import { assertEqual, assertThrows } from './assert.ts'
import { serverCheck, texts } from './server-scene.ts'
import type { ServerSubject } from './server-subject.ts'
import type { Check } from './suite.ts'

/** Bytes that may be under way to a client that does not read: buffers of the server, of the system and of `fetch`. */
const MAX_UNDER_WAY = 48 * 1024 * 1024
const LARGE = 64 * 1024

/** That a source is sent at the pace of its client. */
export const serverPipeChecks: readonly Check<ServerSubject>[] = [
  serverCheck('pipe: all events of a source, then done, then the end', async (scene) => {
    await using reader = await scene.read('/pipe?count=100')
    const events = await reader.toEnd()
    assertEqual(
      events.map(({ type, data }) => (type === 'message' ? data : type)),
      [...texts(1, 100), 'done'],
      'The events',
    )
  }),

  serverCheck('pipe: a source that fails breaks the stream off, so that the client comes back', async (scene) => {
    await using reader = await scene.read('/pipe?count=3&fail')
    await assertThrows(
      async () => {
        await reader.toEnd().catch((error: unknown) => {
          throw Object.assign(new Error('broken off', { cause: error }), { name: 'BrokenOff' })
        })
      },
      ['BrokenOff'],
      'A stream that is broken off must not look as if it were complete',
    )
    const got = reader.events.map(({ data }) => data)
    assertEqual(got, texts(1, got.length), 'What came before')
  }),

  serverCheck('pipe: what the application words of a failure comes before the stream breaks off', async (scene) => {
    await using reader = await scene.read('/pipe?count=3&fail&words=sorry')
    let isBroken = false
    await reader.toEnd().catch(() => (isBroken = true))
    assertEqual(
      [isBroken, reader.events.map(({ type, data }) => `${type}: ${data}`)],
      [true, ['message: 1', 'message: 2', 'message: 3', 'error: sorry']],
      'All of it, and a broken stream',
    )
  }),

  serverCheck('pipe: a client that does not read is waited for, then gets everything', async (scene) => {
    await using reader = await scene.read(`/pipe?bytes=${LARGE}`)
    const resting = await atRest(async () => (await scene.stats()).pulled)
    if (resting * LARGE > MAX_UNDER_WAY) throw new Error(`${resting} events of 64 KiB were sent to who reads nothing`)
    const events = await reader.take(20)
    assertEqual(
      events.map(({ data }) => [data.length, Number.parseInt(data, 10)]),
      events.map((_, index) => [LARGE, index + 1]),
      'What it gets when it reads',
    )
  }),

  serverCheck('pipe: a client that leaves lets go of the source', async (scene) => {
    const reading = await scene.read('/pipe')
    await reading.take(3)
    const stalled = await scene.read(`/pipe?bytes=${LARGE}`)
    assertEqual((await scene.stats()).returned, 0, 'While they are there')
    await Promise.all([reading[Symbol.asyncDispose](), stalled[Symbol.asyncDispose]()])
    await scene.untilStats(({ returned, sessions }) => returned === 2 && sessions === 0, 'Both have left')
  }),
]

/** The number that was given 50 times in a row. */
async function atRest(ask: () => Promise<number>): Promise<number> {
  let last = await ask()
  for (let same = 0, asked = 0; same < 50; asked += 1) {
    const next = await ask()
    same = next === last ? same + 1 : 0
    last = next
    if (asked === 5_000) throw new Error(`It does not come to rest: ${last} after ${asked} times`)
  }
  return last
}
