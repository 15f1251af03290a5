import type { Protocol, Publication, ReadersInit } from './orders.ts'
import { Worker, type Program } from './process.ts'
import type { Cost, Stage } from './stage.ts'
import type { Usage } from './usage.ts'

/** A server under test with its readers, each in a process of its own. */
export class Scene implements AsyncDisposable {
  readonly readers: number
  readonly #stage: Stage
  readonly #server: Worker
  readonly #port: number
  readonly #loads: Worker[] = []

  private constructor(stage: Stage, server: Worker, port: number, readers: number) {
    this.#stage = stage
    this.#server = server
    this.#port = port
    this.readers = readers
  }

  static async open(stage: Stage, name: string, readers: number, init: Partial<ReadersInit> = {}): Promise<Scene> {
    const server = new Worker(stage.program, 'server.js', { name }, stage.cores?.server)
    const { port } = await server.answer<{ port: number }>()
    const scene = new Scene(stage, server, port, readers)
    await scene.read(readers, init)
    return scene
  }

  /** More readers; their process, the first of which is asked for what was read. */
  async read(count: number, init: Partial<ReadersInit> = {}): Promise<Worker> {
    const protocol: Protocol = 'http'
    const all = { port: this.#port, count, protocol, path: '/', stalled: false, ...init } satisfies ReadersInit
    const load = new Worker(node, 'readers.js', all, this.#stage.cores?.readers)
    await load.answer()
    this.#loads.push(load)
    return load
  }

  /** What the server has used so far; with `collect` after its garbage is collected. */
  usage(collect = false): Promise<Usage> {
    return this.#server.ask({ usage: { collect } })
  }

  /** Publishes, and waits until so many events were read; without any, until they were published. */
  async publish(publication: Publication, deliveries: number, times = false): Promise<readonly number[]> {
    const [load] = this.#loads
    if (!load || deliveries === 0) return this.#server.ask({ publish: publication }).then(() => [])
    const read = await this.#expect(load, deliveries, times)
    const [, { latencies }] = await Promise.all([this.#server.ask({ publish: publication }), read.answer()])
    return latencies
  }

  /** The same, and what it cost; the cost is per delivery, or else per event. */
  run(publication: Publication, deliveries: number): Promise<Cost> {
    const units = deliveries === 0 ? publication.events * publication.turns : deliveries
    return this.#cost(units, () => this.publish(publication, deliveries))
  }

  /** What a new reader costs that asks for a path and gets so many events there. */
  async stream(path: string, events: number): Promise<Cost> {
    const [load] = this.#loads
    if (!load) throw new Error('unreachable')
    return this.#cost(events, async () => {
      const read = await this.#expect(load, events, false)
      load.order({ open: { path } })
      await read.answer()
    })
  }

  /** Ends all processes. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#server, ...this.#loads].map((worker) => worker.kill()))
  }

  async #expect(load: Worker, events: number, times: boolean) {
    load.order({ expect: { events, times } })
    // The order has been read once the next answer is there.
    await load.ask({ usage: {} })
    return { answer: () => load.answer<{ readonly latencies: readonly number[] }>() }
  }

  async #cost(units: number, work: () => Promise<unknown>): Promise<Cost> {
    const [load] = this.#loads
    const [server, reading] = [await this.usage(), await load?.ask<Usage>({ usage: {} })]
    const start = performance.now()
    await work()
    const time = (performance.now() - start) * 1_000
    const [after, readingAfter] = [await this.usage(), await load?.ask<Usage>({ usage: {} })]
    const busy = ((readingAfter?.cpu ?? 0) - (reading?.cpu ?? 0)) / time
    return { cpu: ((after.cpu - server.cpu) / units) * 1_000, rate: (units / time) * 1e6, busy }
  }
}

/** The readers are always the same program. */
const node: Program = { command: process.execPath, args: [] }
