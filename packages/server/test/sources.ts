import type { ServerSentEventInit } from '@eventwire/encoder'

/** Counts what is taken from it, and whether it was let go. */
export class Source implements AsyncIterable<ServerSentEventInit> {
  taken = 0
  returned = 0
  readonly #last: number
  #wake: (() => void) | undefined

  /** @param last after so many events it goes quiet */
  constructor(last: number = Infinity) {
    this.#last = last
  }

  [Symbol.asyncIterator](): AsyncIterator<ServerSentEventInit> {
    return {
      next: async () => {
        if (this.taken >= this.#last) await new Promise<void>((resolve) => (this.#wake = resolve))
        if (this.returned > 0) return { done: true, value: undefined }
        this.taken += 1
        return { done: false, value: { data: String(this.taken) } }
      },
      return: async () => {
        this.returned += 1
        this.#wake?.()
        return { done: true, value: undefined }
      },
    }
  }
}

export async function* generate(...data: string[]): AsyncGenerator<ServerSentEventInit> {
  for (const each of data) yield { data: each }
}

/** Resolves once a signal aborts. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Never waits for anything; whoever takes too much has not noticed that it should stop. */
export function* endless(): Generator<ServerSentEventInit> {
  for (let taken = 0; taken < 10_000; taken += 1) yield { data: 'x' }
  throw new Error('10,000 events were taken')
}

/** Fails after one event. */
export async function* failing(error: unknown): AsyncGenerator<ServerSentEventInit> {
  yield { data: '1' }
  throw error
}

/** Ends by throwing the reason of a signal. */
export async function* followingGenerator(signal: AbortSignal): AsyncGenerator<ServerSentEventInit> {
  yield { data: '1' }
  await untilAborted(signal)
  throw signal.reason
}

/** Breaks with the reason of a signal, like the body of a `fetch` that was given it. */
export function followingStream(signal: AbortSignal): ReadableStream<ServerSentEventInit> {
  return new ReadableStream({
    start: (controller) => signal.addEventListener('abort', () => controller.error(signal.reason), { once: true }),
  })
}

export function eventPerByte(): TransformStream<Uint8Array, ServerSentEventInit> {
  return new TransformStream({
    transform(bytes, controller) {
      for (const byte of bytes) controller.enqueue({ data: String.fromCharCode(byte) })
    },
  })
}
