import { vi } from 'vitest'
import type { ServerSentEvent } from '../src/index.ts'
import { bytesOf } from './outcome.ts'

export const event = (data: string): ServerSentEvent => ({ type: 'message', data, lastEventId: '' })
export const given = (data: string): IteratorYieldResult<ServerSentEvent> => ({ done: false, value: event(data) })
export const done = { done: true, value: undefined }

/** A source that yields the chunks. */
export async function* yielding<T>(...chunks: T[]): AsyncGenerator<T> {
  yield* chunks
}

export async function dataOf(events: AsyncIterable<ServerSentEvent>): Promise<string[]> {
  const data: string[] = []
  for await (const event of events) data.push(event.data)
  return data
}

/** A stream that its test feeds by hand, and that remembers why it was cancelled. */
export function byHand(type?: 'bytes'): {
  stream: ReadableStream<Uint8Array>
  send(text: string): void
  end(): void
  fail(reason: unknown): void
  cancelled: ReturnType<typeof vi.fn>
} {
  const cancelled = vi.fn()
  const controllers: (ReadableStreamDefaultController<Uint8Array> | ReadableByteStreamController)[] = []
  const start = (controller: ReadableStreamDefaultController<Uint8Array> | ReadableByteStreamController): void =>
    void controllers.push(controller)
  const stream =
    type === 'bytes'
      ? new ReadableStream({ type, start, cancel: cancelled })
      : new ReadableStream<Uint8Array>({ start, cancel: cancelled })
  return {
    stream,
    cancelled,
    send: (text) => controllers[0]?.enqueue(Uint8Array.from(bytesOf(text))),
    end: () => controllers[0]?.close(),
    fail: (reason) => controllers[0]?.error(reason),
  }
}

/** Lets everything happen that needs no more than promises. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
