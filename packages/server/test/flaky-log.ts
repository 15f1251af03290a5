import { MemoryLog, type EventLog, type LogCapabilities, type ReadOptions, type Start } from '../src/index.ts'
import { untilAborted } from './sources.ts'

type Opened = Awaited<ReturnType<EventLog['open']>>
type Item = Opened['items'] extends AsyncIterable<infer I> ? I : never
type Held = 'read' | 'items'
type Method = 'append' | 'bounds' | 'read' | 'open' | 'items'

/** A log behind a bad connection: it fails, answers late, and may be another one the next time. */
export class FlakyLog implements EventLog {
  /** How often each method fails from now on. */
  readonly failures = new Map<Method, number>()
  /** How often each method succeeds before that. */
  readonly #passes = new Map<Method, number>()
  #log: EventLog
  #broken = new AbortController()
  readonly #gates = new Map<Held, Gate>()

  constructor(log: EventLog = new MemoryLog({ epoch: 'e' })) {
    this.#log = log
  }

  get capabilities(): LogCapabilities {
    return this.#log.capabilities
  }

  /** The method fails once, after it has succeeded so often. */
  failAfter(method: Method, passes: number): void {
    this.#passes.set(method, passes)
    this.failures.set(method, 1)
  }

  /** From now on it is another log; who follows the old one is told by a failure. */
  replace(log: EventLog): void {
    this.#log = log
    this.breakOff()
  }

  /** Breaks off all who follow. */
  breakOff(): void {
    this.#broken.abort()
    this.#broken = new AbortController()
  }

  /** Answers of a kind are made, but come only after {@link release}. */
  hold(kind: Held): void {
    if (!this.#gates.has(kind)) this.#gates.set(kind, new Gate())
  }

  release(kind: Held): void {
    this.#gates.get(kind)?.open()
    this.#gates.delete(kind)
  }

  async append(...args: Parameters<EventLog['append']>): ReturnType<EventLog['append']> {
    this.#mayFail('append')
    return this.#log.append(...args)
  }

  async bounds(): ReturnType<EventLog['bounds']> {
    this.#mayFail('bounds')
    return this.#log.bounds()
  }

  async read(after: string, options: ReadOptions): ReturnType<EventLog['read']> {
    this.#mayFail('read')
    const answer = await this.#log.read(after, options)
    // Whoever has left meanwhile gets it all the same, as from a log that looks at the signal before only.
    await this.#pass('read', options.signal)
    return answer
  }

  async open(start: Start, { signal }: { readonly signal: AbortSignal }): Promise<Opened> {
    this.#mayFail('open')
    const broken = this.#broken.signal
    const { resume, items } = await this.#log.open(start, { signal: AbortSignal.any([signal, broken]) })
    return {
      resume,
      items: { [Symbol.asyncIterator]: () => this.#follow(items[Symbol.asyncIterator](), broken, signal) },
    }
  }

  end(): Promise<void> {
    return this.#log.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
  }

  #follow(items: AsyncIterator<Item>, broken: AbortSignal, signal: AbortSignal): AsyncIterator<Item> {
    return {
      next: async () => {
        this.#mayFail('items')
        const item = await items.next()
        await this.#pass('items', signal)
        if (broken.aborted && !signal.aborted) throw new Error('items broke off')
        return item
      },
      return: async () => (await items.return?.()) ?? { done: true, value: undefined },
    }
  }

  async #pass(kind: Held, signal: AbortSignal): Promise<void> {
    if (!signal.aborted) await Promise.race([this.#gates.get(kind)?.opened, untilAborted(signal)])
  }

  #mayFail(method: Method): void {
    const left = this.failures.get(method) ?? 0
    const passes = this.#passes.get(method) ?? 0
    if (passes > 0) this.#passes.set(method, passes - 1)
    if (passes > 0 || left === 0) return
    this.failures.set(method, left - 1)
    throw new Error(`${method} failed`)
  }
}

class Gate {
  open = (): void => undefined
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve
  })
}
