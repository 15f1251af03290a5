import { Waiting } from './waiting.ts'

/** An append that waits to be sent. */
export interface Append {
  /** Its idempotency key as Redis knows it, or ''. */
  readonly key: string
  /** Label and data of each entry. */
  readonly contents: readonly string[]
  /** UTF-16 units of it all. */
  readonly size: number
}

/** Where an append has gone; `undefined` if the log has ended. */
export type Appended = { readonly epoch: string; readonly first: number; readonly count: number; readonly tag: string }

interface Queued {
  readonly append: Append
  readonly waiting: Waiting
  readonly resolve: (appended: Appended | undefined) => void
  readonly reject: (error: unknown) => void
}

/** Appends of one call, unless one alone is more. */
const MOST = { appends: 250, texts: 4_000, size: 1024 * 1024 } as const

/**
 * Calls on their way. So many have to be remembered in Redis, from each node, to know those that a client sends twice;
 * what comes meanwhile goes with the next.
 */
const WINDOW = 8

/** Sends a group of appends in one step. @returns where each has gone */
export type SendAppends = (appends: readonly Append[], waiting: Waiting) => Promise<readonly (Appended | undefined)[]>

/** Gathers the appends of a turn, so that Redis is asked once for all of them, in order. */
export class Appender {
  readonly #send: SendAppends
  #queue: Queued[] = []
  #flying = 0
  #isScheduled = false

  constructor(send: SendAppends) {
    this.#send = send
  }

  add(append: Append, waiting: Waiting): Promise<Appended | undefined> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ append, waiting, resolve, reject })
      if (this.#isScheduled || this.#flying >= WINDOW) return
      this.#isScheduled = true
      queueMicrotask(() => this.#flush())
    })
  }

  #flush(): void {
    this.#isScheduled = false
    while (this.#flying < WINDOW && this.#queue.length > 0) void this.#fly(this.#take())
  }

  #take(): readonly Queued[] {
    let [appends, texts, size] = [0, 0, 0]
    for (const { append } of this.#queue) {
      texts += append.contents.length
      size += append.size
      if (appends > 0 && (appends >= MOST.appends || texts > MOST.texts || size > MOST.size)) break
      appends += 1
    }
    return this.#queue.splice(0, appends)
  }

  async #fly(taken: readonly Queued[]): Promise<void> {
    // Who waits no more is not to be surprised later.
    const group = taken.filter(({ waiting, resolve }) => !waiting.isOver || resolve(undefined))
    if (group.length === 0) return
    this.#flying += 1
    try {
      const appended = await this.#send(
        group.map(({ append }) => append),
        Waiting.all(group.map(({ waiting }) => waiting)),
      )
      for (const [index, { resolve }] of group.entries()) resolve(appended[index])
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
    this.#flying -= 1
    this.#flush()
  }
}
