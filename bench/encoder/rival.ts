import type { ServerSentEventInit } from '@eventwire/encoder'

/** Events to encode; all alike in which fields they set. */
export type Events = readonly ServerSentEventInit[]

/** One that encodes events. Whatever it needs of the events in another shape is made before the clock starts. */
export interface EncoderRival {
  readonly name: string
  /** Encodes each event to text of its own and reads of each its length and a character, so that the text is made. */
  text?(events: Events): (() => number) | undefined
  /** The same for bytes. */
  bytes?(events: Events): (() => number) | undefined
  /** Encodes each text as a comment of its own. */
  comments?(texts: readonly string[]): () => number
  /** Writes each event to a stream that is read at the same time, and answers with the number of bytes. */
  stream?(events: Events): () => Promise<number>
  /** What a reader of the table must know. */
  readonly note?: string
}

/** Reads a body to its end, chunk by chunk. */
export async function bytesOf(body: ReadableStream<Uint8Array> | null): Promise<number> {
  let bytes = 0
  const reader = body?.getReader()
  for (;;) {
    const chunk = await reader?.read()
    if (chunk === undefined || chunk.done) return bytes
    bytes += chunk.value.length
  }
}

/** A source that gives one event whenever it is asked. */
export function sourceOf<T>(events: readonly T[]): ReadableStream<T> {
  let next = 0
  return new ReadableStream<T>({
    pull(controller) {
      const event = events[next]
      next += 1
      if (event === undefined) controller.close()
      else controller.enqueue(event)
    },
  })
}
