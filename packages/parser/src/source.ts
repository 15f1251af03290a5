import { typeName } from './type-name.ts'

/** What an event stream can be read from. A Response without a body is a stream without events. */
export type EventStreamSource = Response | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>

/** A source as one thing, whatever it was: read it to its end or its error, or cancel it before. */
export interface ChunkReader {
  read(): Promise<IteratorResult<Uint8Array | string, unknown>>
  /** Lets go of the source after its end or its error. */
  release(): void
  /** Ends the source, also while a `read` waits. Resolves when the source has done its part. */
  cancel(reason: unknown): Promise<unknown>
}

/** @throws TypeError if `source` is nothing of the kind, or is being read already. */
export function openSource(source: EventStreamSource): ChunkReader {
  if (typeof source === 'object' && source !== null) {
    if ('getReader' in source) return openStream(source)
    if (Symbol.asyncIterator in source) return openIterable(source)
    if ('body' in source && source.body !== undefined) return openBody(source)
  }
  throw new TypeError(`source must be a Response, a ReadableStream or an AsyncIterable, got ${typeName(source)}`)
}

function openBody({ body, bodyUsed }: Response): ChunkReader {
  assertUnread(bodyUsed)
  return openSource(body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() }))
}

function openStream(stream: ReadableStream<Uint8Array>): ChunkReader {
  assertUnread(stream.locked)
  const reader = stream.getReader()
  return {
    read: () => reader.read(),
    release: () => reader.releaseLock(),
    async cancel(reason) {
      const cancelled = reader.cancel(reason)
      reader.releaseLock()
      await cancelled
    },
  }
}

function openIterable(iterable: AsyncIterable<Uint8Array | string>): ChunkReader {
  const iterator = iterable[Symbol.asyncIterator]()
  return {
    async read() {
      const { done, value } = await iterator.next()
      return done === true ? { done, value } : { done: false, value }
    },
    release() {},
    cancel: async () => iterator.return?.(),
  }
}

function assertUnread(taken: boolean): void {
  if (taken) throw new TypeError('source has been read already, or is being read by somebody else')
}
