import { node } from '../runtimes.ts'
import { Worker } from '../fanout/process.ts'

export interface FollowerInit {
  readonly subject: string
  readonly at: string
  readonly logs: readonly string[]
  /** Of each log. */
  readonly followers: number
}

/** Answered once so many entries were heard since the process began, by all followers together. */
export interface FollowerOrder {
  readonly until: number
}

/** The second node, which is told what to wait for. */
export class Following implements AsyncDisposable {
  readonly #worker: Worker
  #until = 0

  static async start(init: FollowerInit): Promise<Following> {
    const worker = new Worker(node('follower', process.execPath), '../logs/follower.js', init, undefined)
    await worker.answer()
    return new Following(worker)
  }

  private constructor(worker: Worker) {
    this.#worker = worker
  }

  /** Resolves with the microseconds from publishing to hearing, once so many more entries were heard. */
  async heard(more: number): Promise<readonly number[]> {
    this.#until += more
    const order: FollowerOrder = { until: this.#until }
    return (await this.#worker.ask<{ readonly times: readonly number[] }>(order)).times
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.kill()
  }
}
