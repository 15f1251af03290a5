import { vi } from 'vitest'

type Pull = (controller: FakeController) => Promise<void>

/** What Bun's direct streams do, as far as is asked of them here: a number while the client reads, else a promise. */
export class FakeController {
  readonly log: string[] = []
  #stalled: (() => void)[] | undefined
  /** As of a client that has left. */
  isGone = false

  stall(): void {
    this.#stalled = []
  }

  /** The client takes what waits, and reads on unless it stalls `again`. */
  read(again?: 'stalls again'): void {
    const waiting = this.#stalled ?? []
    this.#stalled = again && []
    for (const resolve of waiting) resolve()
  }

  write(bytes: Uint8Array): number | Promise<number> {
    if (this.isGone) return 0
    this.log.push(new TextDecoder().decode(bytes))
    return this.#whenRead(bytes.length) ?? bytes.length
  }

  flush(wait?: boolean): unknown {
    this.log.push('[flush]')
    return wait ? this.#whenRead(0) : 0
  }

  end(): void {
    this.log.push('[end]')
  }

  #whenRead(result: number): Promise<number> | undefined {
    const stalled = this.#stalled
    return stalled && new Promise((resolve) => stalled.push(() => resolve(result)))
  }
}

/** A direct stream that was made while {@link stubDirectStreams} was in force. */
export interface FakeDirect {
  readonly type: string
  readonly pull: Pull
  readonly cancel: () => void
}

/** Lets `new ReadableStream` take direct sources, as on Bun; what it is given comes in the array. */
export function stubDirectStreams(): FakeDirect[] {
  const sources: FakeDirect[] = []
  const Plain = globalThis.ReadableStream
  function Direct(source: FakeDirect, ...more: []): ReadableStream {
    if (source.type !== 'direct') return new Plain(source as unknown as UnderlyingDefaultSource, ...more)
    sources.push(source)
    return new Plain()
  }
  // Node's Response takes what is an instance.
  Direct.prototype = Plain.prototype
  vi.stubGlobal('ReadableStream', Direct)
  return sources
}
