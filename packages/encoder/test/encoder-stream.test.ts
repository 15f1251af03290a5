import { parseReference } from '@eventwire/conformance'
import { validEvent } from '@eventwire/conformance/arbitraries'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encode, EventStreamEncoderStream, type ServerSentEventInit } from '../src/index.ts'
import { readToEnd, streamOf, throughStream } from './through-stream.ts'

const NOT_AN_ID = { id: '1\n', data: 'refused' }

describe('EventStreamEncoderStream', () => {
  it('gives the frames in order', async () => {
    const property = fc.asyncProperty(fc.array(validEvent(), { maxLength: 10 }), async (events) => {
      const { bytes, error } = await throughStream(events)
      expect(error).toBeUndefined()
      expect(bytes).toEqual(new TextEncoder().encode(events.map(encode).join('')))
    })
    await fc.assert(property)
  })

  it('gives one chunk for each event, in a buffer of its own', async () => {
    const { chunks } = await throughStream([{ data: 'a' }, { data: 'b' }])
    expect(chunks.map((chunk) => new TextDecoder().decode(chunk))).toEqual(['data: a\n\n', 'data: b\n\n'])
    expect(chunks[0]?.buffer).not.toBe(chunks[1]?.buffer)
  })

  it.each([0, 1, 2, 10])(
    'delivers the %d events before a bad one, then errors both ends with its TypeError',
    async (n) => {
      const { readable, writable } = new EventStreamEncoderStream()
      const writer = writable.getWriter()
      // All are written before anybody reads.
      const good = Array.from({ length: n }, (_, index) => writer.write({ data: `${index}` }))
      const bad = writer.write(NOT_AN_ID)
      const later = writer.write({ data: 'later' })
      const outcome = Promise.allSettled([...good, bad, later, writer.closed])
      await turn()

      const { bytes, error } = await readToEnd(readable)
      expect(parseReference(bytes).events.map((event) => event.data)).toEqual(good.map((_, index) => `${index}`))
      expect(error).toBeInstanceOf(TypeError)
      expect(error).toMatchObject({ message: expect.stringContaining('id must not hold U+000A at index 1') })

      const rejections = (await outcome)
        .slice(n)
        .map((result) => (result.status === 'rejected' ? result.reason : result))
      expect(rejections).toEqual([error, error, error])
    },
  )

  it('cancels the source that a bad event came from', async () => {
    let cancelled: unknown
    const source = new ReadableStream<ServerSentEventInit>({
      pull: (controller) => controller.enqueue(NOT_AN_ID),
      cancel: (reason) => {
        cancelled = reason
      },
    })
    const { error } = await readToEnd(source.pipeThrough(new EventStreamEncoderStream()))
    expect(error).toBeInstanceOf(TypeError)
    await expect.poll(() => cancelled).toBe(error)
  })

  it('asks the source for no more than the reader asks for', async () => {
    let asked = 0
    function* events(): Generator<ServerSentEventInit> {
      for (;;) {
        asked += 1
        yield { data: `${asked}` }
      }
    }
    const reader = streamOf(events()).pipeThrough(new EventStreamEncoderStream()).getReader()
    for (let read = 1; read <= 20; read += 1) {
      await reader.read()
      await turn()
      // One more waits at the door, on its way to the next read.
      expect(asked).toBeLessThanOrEqual(read + 1)
    }
    await reader.cancel()
  })

  it('does not finish a write that nobody reads', async () => {
    const { readable, writable } = new EventStreamEncoderStream()
    const writer = writable.getWriter()
    const write = writer.write({ data: 'a' })
    await expect(Promise.race([write, turn()])).resolves.toBe('a turn later')
    expect(writer.desiredSize).toBe(0)

    await readable.getReader().read()
    await expect(write).resolves.toBeUndefined()
  })

  it('ends when the writer closes', async () => {
    const { readable, writable } = new EventStreamEncoderStream()
    const writer = writable.getWriter()
    const closed = Promise.all([writer.write({ data: 'a' }), writer.close()])
    const { bytes, error } = await readToEnd(readable)
    expect(error).toBeUndefined()
    expect(new TextDecoder().decode(bytes)).toBe('data: a\n\n')
    await closed
  })

  it('errors the reader when the writer aborts, also while a write waits', async () => {
    const { readable, writable } = new EventStreamEncoderStream()
    const writer = writable.getWriter()
    const reason = new Error('enough')
    const write = expect(writer.write({ data: 'never read' })).rejects.toBe(reason)
    await writer.abort(reason)
    await write
    expect(await readToEnd(readable)).toMatchObject({ chunks: [], error: reason })
  })

  it('errors the writer when the reader cancels, also while a write waits', async () => {
    const { readable, writable } = new EventStreamEncoderStream()
    const writer = writable.getWriter()
    const reason = new Error('gone')
    const write = expect(writer.write({ data: 'never read' })).rejects.toBe(reason)
    await readable.cancel(reason)
    await write
    await expect(writer.closed).rejects.toBe(reason)
  })

  it('cancels the source when the reader leaves', async () => {
    let cancelled: unknown
    const source = new ReadableStream<ServerSentEventInit>({
      cancel: (reason) => {
        cancelled = reason
      },
    })
    const reason = new Error('gone')
    await source.pipeThrough(new EventStreamEncoderStream()).cancel(reason)
    await expect.poll(() => cancelled).toBe(reason)
  })

  it('cancels while a read waits for a source that is quiet', async () => {
    let cancelled: unknown
    const source = new ReadableStream<ServerSentEventInit>({
      cancel: (reason) => {
        cancelled = reason
      },
    })
    const reader = source.pipeThrough(new EventStreamEncoderStream()).getReader()
    const read = reader.read()
    await turn()
    await reader.cancel('gone')
    await expect(read).resolves.toEqual({ done: true, value: undefined })
    await expect.poll(() => cancelled).toBe('gone')
  })

  it('passes an error of the source on after what came before it', async () => {
    const failure = new Error('the source failed')
    async function* events(): AsyncGenerator<ServerSentEventInit> {
      yield { data: 'a' }
      yield { data: 'b' }
      throw failure
    }
    const { bytes, error } = await throughStream(events())
    expect(error).toBe(failure)
    expect(new TextDecoder().decode(bytes)).toBe('data: a\n\ndata: b\n\n')
  })
})

/** A whole turn of the event loop: every promise that can settle has settled. */
function turn(): Promise<string> {
  return new Promise((resolve) => {
    setImmediate(resolve, 'a turn later')
  })
}
