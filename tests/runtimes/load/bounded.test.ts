import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Follower } from './follower.ts'
import { Publisher } from './publisher.ts'
import { Subject, runtimes } from './subject.ts'

// 1 GiB past 100 clients that do not read. 5 others get all of it, about as fast as without the 100.

const MIB = 2 ** 20
const STALLED = 100
const HEALTHY = 5
/** Blocks of 4 MiB. */
const WARM_UP = 32
const BLOCKS = 256
/** What a session may hold by default (`maxBufferedBytes`), and what the process may grow by beside that. */
const SESSION_BOUND = MIB
const SLACK = 20 * MIB
/** What a hub gives a session at most: one write of 64 KiB beside nearly as much that waits. */
const HUB_BOUND = MIB / 8
/** How much slower the healthy may be, by the median of the blocks, on a machine that others use too. */
const FACTOR = 3

interface Look {
  readonly rss: number
  readonly held: number
  readonly sessions: number
  readonly errors: readonly string[]
}

for (const runtime of runtimes) {
  test(`1 GiB past 100 clients that do not read: ${runtime}`, async () => {
    await using subject = await Subject.start(runtime, 'bounded-server.js')
    const publisher = new Publisher(subject)
    for (let count = 0; count < HEALTHY; count += 1) await publisher.join()
    const alone = median(await publisher.publish(WARM_UP))
    const before = await subject.order<Look>('look')

    const stalled = await stall(subject)
    const times = await publisher.publish(BLOCKS)
    const beside = median(times)
    const after = await subject.order<Look>('look')
    const grown = after.rss - before.rss
    const held = after.held - before.held
    console.log(
      `${runtime}: grew by ${mib(grown)} MiB from ${mib(before.rss)}, its objects by ${mib(held)} from ${mib(before.held)}; a block of 4 MiB took ` +
        `its 5 readers ${alone.toFixed(1)} ms alone, ${beside.toFixed(1)} ms beside them, at most ${Math.max(...times).toFixed(1)}`,
    )
    assert.ok(held < STALLED * HUB_BOUND + SLACK, `its objects grew by ${held} bytes`)
    assert.ok(grown < STALLED * SESSION_BOUND + SLACK, `it grew by ${grown} bytes`)
    assert.ok(beside < FACTOR * alone, `${beside} ms instead of ${alone}`)
    assert.equal(after.sessions, STALLED + HEALTHY)

    // Half of them read again, the others come back. The log has moved on: each gets one gap, then all that is kept.
    const left = stalled.filter((_, index) => index % 2 === 0)
    for (const follower of left) follower.leave()
    await Promise.all(left.map((follower) => follower.connect()))
    for (const follower of stalled) follower.goOn()
    await Promise.all(stalled.map((follower) => follower.reaches(publisher.last)))
    assertOneGap(stalled)
    // Who was away for less than the log keeps misses nothing.
    for (const follower of left) follower.leave()
    await publisher.publish(1)
    await Promise.all(left.map((follower) => follower.connect()))
    await Promise.all(stalled.map((follower) => follower.reaches(publisher.last)))
    assertOneGap(stalled)

    publisher.close()
    for (const follower of stalled) follower.leave()
    await subject.order('empty')
    const { errors } = await subject.order<Look>('look')
    assert.deepEqual([errors, subject.complaints], [[], ''])
  })
}

async function stall(subject: Subject): Promise<readonly Follower[]> {
  const followers = Array.from({ length: STALLED }, () => new Follower(subject.port))
  await Promise.all(
    followers.map(async (follower) => {
      await follower.connect()
      follower.stall()
    }),
  )
  return followers
}

function assertOneGap(followers: readonly Follower[]): void {
  const [fault] = followers.flatMap(({ faults }) => faults)
  assert.equal(fault, undefined)
  assert.ok(followers.every(({ gaps }) => gaps.length === 1))
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(1)
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN
}
