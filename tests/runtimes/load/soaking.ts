import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../servers/until.js'
import { established } from './established.ts'
import { Follower } from './follower.ts'
import { Random } from './random.ts'
import { Subject } from './subject.ts'

export interface SoakOptions {
  readonly seconds: number
  readonly connections: number
  readonly seed: number
}

export interface SoakReport {
  readonly published: number
  /** Events that came, to all clients together. */
  readonly received: number
  /** Connections that were opened, and those that were cut meanwhile. */
  readonly opened: number
  readonly cut: number
  /** Bytes of the server's objects and of its process: before the first connection, with all of them, after the last. */
  readonly held: readonly [before: number, during: number, after: number]
  readonly resident: readonly [before: number, during: number, after: number]
}

interface Look {
  readonly held: number
  readonly rss: number
  readonly sessions: number
  readonly errors: readonly string[]
}

/** Connections that are opened at once. */
const AT_ONCE = 50
/** Milliseconds for which a connection lives, about. */
const LIFE = 10_000
/** Milliseconds between two events, for each connection, and at least: two processes deliver some 10,000 in a second. */
const PACE = 0.1
const LEAST = 50
/** Linux takes all of 127.0.0.0/8 for its own, so that a port which was closed just now is missed by nobody. */
const ADDRESSES = 100

/**
 * Opens, cuts and resumes connections to Node's adapter in random order while a hub publishes. In the end each client
 * comes to the newest event.
 *
 * @throws Error for an event that was lost or came twice, for a gap, and for connections that are left.
 */
export async function soak({ seconds, connections, seed }: SoakOptions): Promise<SoakReport> {
  await using subject = await Subject.start('node', 'soak-server.js')
  const random = new Random(seed)
  const interval = Math.max(LEAST, Math.ceil(connections * PACE))
  const followers = Array.from({ length: connections }, () => new Follower(subject.port))
  const count = { opened: 0, cut: 0 }
  const open = async (follower: Follower): Promise<void> => {
    count.opened += 1
    await follower.connect(`127.0.0.${2 + random.below(ADDRESSES)}`)
  }

  // What a first connection, and its end, make the process load stays.
  const first = new Follower(subject.port)
  await first.connect()
  first.leave()
  await subject.order('empty')
  const before = await subject.order<Look>('look')
  await subject.order('start', interval)
  const rest = followers.values()
  const openSome = async (): Promise<void> => {
    for (const follower of rest) await open(follower)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, openSome))

  const deadline = performance.now() + seconds * 1_000
  const away = new Set<Follower>()
  const cutSome = async (): Promise<void> => {
    for (;;) {
      await wait(random.below((2 * LIFE * AT_ONCE) / connections))
      if (performance.now() > deadline) return
      const follower = followers[random.below(connections)]
      if (!follower || away.has(follower)) continue
      away.add(follower)
      count.cut += 1
      follower.leave(random.chance(0.5) ? 'close' : 'reset')
      // Some come back at once, some after more events than one.
      if (random.chance(0.5)) await wait(random.below(4 * interval))
      await open(follower)
      away.delete(follower)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, cutSome))

  const published = await subject.order<number>('stop')
  await Promise.all(followers.map((follower) => follower.reaches(published)))
  const during = await subject.order<Look>('look')
  for (const follower of followers) follower.leave()
  await subject.order('empty')
  await until(
    () => established(subject.port) === 0,
    () => `no connection is left, of ${established(subject.port)}`,
  )
  const after = await subject.order<Look>('look')

  const faults = [...followers.flatMap(({ faults }) => faults), ...after.errors, subject.complaints].filter(Boolean)
  if (faults.length > 0) throw new Error(`${faults.length} faults, first: ${faults[0]}`)
  if (followers.some(({ gaps }) => gaps.length > 0)) throw new Error('There was a gap')
  return {
    published,
    received: followers.reduce((sum, { events }) => sum + events, 0),
    ...count,
    held: [before.held, during.held, after.held],
    resident: [before.rss, during.rss, after.rss],
  }
}
