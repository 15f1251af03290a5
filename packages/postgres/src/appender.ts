import type { Appended, Job, Part, PartAnswer } from './appends.ts'
import type { Waiting } from './engine.ts'
import { Lanes, type Lane } from './lanes.ts'

/** What became of one append. */
export type Outcome =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'appended'; readonly part: Appended; readonly at: number }

export interface Append {
  readonly job: Job
  /** UTF-16 units of it all. */
  readonly size: number
  readonly mayMake: boolean
  readonly waiting: Waiting
}

interface Queued extends Append {
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

/** Sends parts in one transaction. @param patient whether it waits for locks of others */
export type SendParts = (
  parts: readonly Part[],
  patient: boolean,
  signal: AbortSignal,
) => Promise<readonly PartAnswer[]>

/** Appends of one call, unless one alone is more; entries are some more, and so are the bytes. */
const MOST = { appends: 500, size: 2 * 1024 * 1024 } as const

interface Flight {
  readonly name: string
  readonly group: readonly Queued[]
}

/**
 * Gathers what is appended in a turn of the event loop, to whichever logs, so that it is one transaction. A log has one
 * call on its way at a time: its appends stay in order, and what comes meanwhile goes together with the next.
 */
export class Appender {
  readonly #send: SendParts
  readonly #turn: (callback: () => void) => void
  readonly #queues = new Map<string, Queued[]>()
  readonly #flying = new Set<string>()
  readonly #contended = new Set<string>()
  readonly #lanes = new Lanes()
  #isScheduled = false

  constructor(send: SendParts, turn: (callback: () => void) => void) {
    this.#send = send
    this.#turn = turn
  }

  add(name: string, append: Append): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(name)
      if (queue) queue.push({ ...append, resolve, reject })
      else this.#queues.set(name, [{ ...append, resolve, reject }])
      if (this.#isScheduled) return
      this.#isScheduled = true
      this.#turn(() => {
        this.#isScheduled = false
        this.#flush()
      })
    })
  }

  #flush(): void {
    const ready = [...this.#queues.keys()].filter((name) => !this.#flying.has(name))
    const free = ready.filter((name) => !this.#contended.has(name))
    for (const name of ready.filter((name) => this.#contended.has(name))) {
      if (this.#lanes.hasRoom('one')) void this.#fly('one', this.#take([name]))
    }
    // A lone one may wait at once, unless all who wait keep it from being sent at all.
    const isLone = free.length === 1 && this.#lanes.hasRoom('one')
    if (isLone) void this.#fly('one', this.#take(free))
    let left = isLone ? [] : free
    while (left.length > 0 && this.#lanes.hasRoom('many')) {
      const flights = this.#take(left)
      void this.#fly('many', flights)
      // A log that was taken from has its turn; what is left of it comes after.
      left = left.filter((name) => !this.#flying.has(name) && this.#queues.has(name))
    }
  }

  /** Takes from the front of these queues what fits into one call. */
  #take(names: readonly string[]): readonly Flight[] {
    const flights: Flight[] = []
    let [appends, size] = [0, 0]
    // Whoever locks several rows does so in one order, on every node.
    for (const name of names.toSorted()) {
      const queue = (this.#queues.get(name) ?? []).filter(isWanted)
      let count = 0
      for (const append of queue) {
        size += append.size
        if (appends > 0 && (appends >= MOST.appends || size > MOST.size)) break
        appends += 1
        count += 1
      }
      const rest = queue.slice(count)
      if (rest.length > 0) this.#queues.set(name, rest)
      else this.#queues.delete(name)
      if (count > 0) flights.push({ name, group: queue.slice(0, count) })
      if (rest.length > 0) break
    }
    return flights
  }

  async #fly(lane: Lane, flights: readonly Flight[]): Promise<void> {
    if (flights.length === 0) return
    this.#lanes.enter(lane)
    for (const { name } of flights) this.#flying.add(name)
    const parts = flights.map(({ name, group }) => ({
      name,
      mayMake: group.some(({ mayMake }) => mayMake),
      jobs: group.map(({ job }) => job),
    }))
    const abort = new AbortController()
    const sending = this.#deliver(flights, parts, lane === 'one', abort.signal)
    // If all have given up it is not waited for any more; but what it holds is counted until it is over.
    await Promise.race([
      sending,
      over(
        flights.flatMap(({ group }) => group),
        abort,
      ),
    ])
    this.#lanes.leave(lane)
    for (const { name } of flights) this.#flying.delete(name)
    this.#flush()
  }

  async #deliver(
    flights: readonly Flight[],
    parts: readonly Part[],
    patient: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const answers = await this.#send(parts, patient, signal)
      for (const [index, flight] of flights.entries()) this.#land(flight, answers[index])
    } catch (error) {
      for (const { name, group } of flights) {
        // Whether it is locked still is found out by who comes next, if anybody does.
        this.#contended.delete(name)
        for (const { reject } of group) reject(error)
      }
    }
  }

  #land({ name, group }: Flight, answer: PartAnswer | undefined): void {
    if (answer === 'locked') {
      this.#contended.add(name)
      this.#queues.set(name, [...group, ...(this.#queues.get(name) ?? [])])
      return
    }
    this.#contended.delete(name)
    for (const [at, { resolve }] of group.entries()) {
      resolve(
        answer === undefined || answer === 'deleted' ? { kind: 'deleted' } : { kind: 'appended', part: answer, at },
      )
    }
  }
}

/** Who waits no more is not to be surprised later: what it wanted is let go of. */
function isWanted({ waiting, reject }: Queued): boolean {
  if (waiting.isOver) reject(new Error('It took too long, which was told already'))
  return !waiting.isOver
}

/** Resolves, and aborts, once nobody of a group waits any more. */
function over(group: readonly Append[], abort: AbortController): Promise<void> {
  return new Promise((resolve) => {
    let left = group.length
    for (const { waiting } of group) {
      waiting.onOver = () => {
        left -= 1
        if (left > 0) return
        abort.abort()
        resolve()
      }
    }
  })
}
