import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until } from '../servers/until.js'
import { established } from './established.ts'
import { Follower } from './follower.ts'
import { EVENT_SIZE } from './payload.js'
import { Subject, runtimes } from './subject.ts'

// A peer that stops reading and never closes is gone after the writeTimeout of bounded-server.js.

/** More than the server and the system's two buffers hold. */
const PUBLISHED = (32 * 2 ** 20) / EVENT_SIZE
/** Milliseconds: writeTimeout, the quarter that its looks may be late, and what a busy machine may be. */
const TIMEOUT = 1_000
const LATEST = TIMEOUT * 1.25 + 750

// Together, as most of it is waiting.
describe('who stops reading and never closes', { concurrency: true }, () => {
  for (const runtime of runtimes) {
    test(`is gone after writeTimeout: ${runtime}`, async () => {
      await using subject = await Subject.start(runtime, 'bounded-server.js')
      const follower = new Follower(subject.port, '/impatient')
      await follower.connect()
      follower.stall()
      const start = Date.now()
      const published = await subject.order<number>('publish', PUBLISHED)
      const [end] = await subject.order<readonly { reason: string; at: number }[]>('ended', 1)
      assert.ok(end)
      console.log(`${runtime}: gone ${end.at - published} ms after the last event was published`)
      assert.equal(end.reason, 'write-timeout')
      assert.ok(end.at - start >= TIMEOUT && end.at - published <= LATEST, `after ${end.at - published} ms`)

      await closed(subject.port)
      follower.goOn()
      assert.equal(await follower.ends(), false)
      await closed(subject.port)
      assert.equal(subject.complaints, '')
    })
  }
})

async function closed(port: number): Promise<void> {
  await until(
    () => established(port) === 0,
    () => `no connection is left, of ${established(port)}`,
  )
}
