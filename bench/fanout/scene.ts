import { Worker } from './process.ts'

interface Usage {
  readonly cpu: number
  readonly rss: number
}

/** A server under test with its readers, each in a process of its own. */
export class Scene implements Disposable {
  readonly name: string
  readonly readers: number
  readonly #server: Worker
  readonly #load: Worker
  /** Microseconds of CPU, and bytes, that each reader has cost the server so far. */
  readonly cost: { readonly cpu: number; readonly rss: number }

  private constructor(name: string, readers: number, server: Worker, load: Worker, cost: Scene['cost']) {
    this.name = name
    this.readers = readers
    this.#server = server
    this.#load = load
    this.cost = cost
  }

  static async open(name: string, readers: number): Promise<Scene> {
    const server = new Worker('server.js', name)
    const { port } = await server.answer<{ port: number }>()
    const first = await readersOf(port, 20)
    // What the first ones cost is what a server costs.
    const before = await server.ask<Usage>('usage')
    const load = await readersOf(port, readers)
    const after = await server.ask<Usage>('usage')
    first.kill()
    const cost = { cpu: (after.cpu - before.cpu) / readers, rss: (after.rss - before.rss) / readers }
    return new Scene(name, readers, server, load, cost)
  }

  /** Microseconds of the server's CPU per event and reader; and how busy the readers' process was, of 1. */
  async run(events: number, turns: number): Promise<{ readonly cpu: number; readonly busy: number }> {
    const [server, load] = [await this.#server.ask<Usage>('usage'), await this.#load.ask<Usage>('usage')]
    const start = performance.now()
    await this.#deliver(`expect ${events * turns}`, `publish ${events} ${turns} 0`)
    const time = (performance.now() - start) * 1_000
    const [after, loadAfter] = [await this.#server.ask<Usage>('usage'), await this.#load.ask<Usage>('usage')]
    const cpu = (after.cpu - server.cpu) / (events * turns * this.readers)
    return { cpu, busy: (loadAfter.cpu - load.cpu) / time }
  }

  /** Nanoseconds from publishing to reading, in order, at so many publishes with `pause` ms between them. */
  async time(turns: number, pause: number): Promise<readonly number[]> {
    const { latencies } = await this.#deliver(`time ${turns}`, `publish 1 ${turns} ${pause}`)
    return latencies
  }

  /** Ends both processes. */
  [Symbol.dispose](): void {
    this.#server.kill()
    this.#load.kill()
  }

  async #deliver(expect: string, publish: string): Promise<{ readonly latencies: readonly number[] }> {
    this.#load.order(expect)
    // The order has been read once the next answer is there.
    await this.#load.ask('usage')
    const done = this.#load.answer<{ readonly latencies: readonly number[] }>()
    await this.#server.ask(publish)
    return done
  }
}

async function readersOf(port: number, count: number): Promise<Worker> {
  const load = new Worker('readers.js', String(port), String(count))
  await load.answer()
  return load
}
