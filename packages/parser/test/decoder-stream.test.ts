import { describe, expect, it, vi } from 'vitest'
import { EventStreamDecoderStream, EventStreamError, EventStreamParser } from '../src/index.ts'
import { bytesOf } from './outcome.ts'
import { byHand, dataOf, done, given, settled } from './sources.ts'

describe('EventStreamDecoderStream decodes', () => {
  it('bytes, in a pipe', async () => {
    const chunks = ['data: o', 'ne\n\ndata: two\n\n', ': quiet\n', '\ndata: \u20AC\n\ndata: unfinished'].map(bytesOf)
    const source = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks.shift()
        if (chunk === undefined) controller.close()
        else controller.enqueue(chunk)
      },
    })
    expect(await dataOf(source.pipeThrough(new EventStreamDecoderStream()))).toEqual(['one', 'two', '\u20AC'])
  })

  it('text, behind a TextDecoderStream', async () => {
    const text = new Blob(['data: one\n\n']).stream().pipeThrough(new TextDecoderStream())
    expect(await dataOf(text.pipeThrough(new EventStreamDecoderStream()))).toEqual(['one'])
  })

  it('with the parser that it is given', async () => {
    const parser = new EventStreamParser()
    await dataOf(new Blob(['id: 1\nretry: 2\n\n']).stream().pipeThrough(new EventStreamDecoderStream(parser)))
    expect(parser).toMatchObject({ lastEventId: '1', reconnectionTime: 2 })
  })
})

describe('pressure', () => {
  it('lets the next chunk in when the events of the last one have been read', async () => {
    const { readable, writable } = new EventStreamDecoderStream()
    const [reader, writer] = [readable.getReader(), writable.getWriter()]
    const written: string[] = []
    const write = (name: string, chunk: string): void =>
      void (async () => {
        await writer.write(chunk)
        written.push(name)
      })()
    write('none', ': nothing to read\n')
    write('two', 'data: 1\n\ndata: 2\n\n')
    write('one', 'data: 3\n\n')
    await settled()
    expect(written).toEqual(['none'])
    expect(writer.desiredSize).toBeLessThanOrEqual(0)
    expect(await reader.read()).toEqual(given('1'))
    expect(await reader.read()).toEqual(given('2'))
    await settled()
    expect(written).toEqual(['none'])
    const third = reader.read()
    expect(await third).toEqual(given('3'))
    await settled()
    expect(written).toEqual(['none', 'two'])
    const end = reader.read()
    await settled()
    expect(written).toEqual(['none', 'two', 'one'])
    await writer.close()
    expect(await end).toEqual(done)
  })

  it('answers many reads that wait from one chunk or from many, without a pause', async () => {
    const { readable, writable } = new EventStreamDecoderStream()
    const [reader, writer] = [readable.getReader(), writable.getWriter()]
    const reads = Promise.all(Array.from({ length: 5 }, () => reader.read()))
    await Promise.all(['data: 1\n\ndata: 2\n\ndata: 3\n\n', 'data: 4\n\n'].map((chunk) => writer.write(chunk)))
    await writer.close()
    expect(await reads).toEqual([given('1'), given('2'), given('3'), given('4'), done])
  })

  it('takes no more from a source than its reader takes events', async () => {
    let pulled = 0
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1
          controller.enqueue(bytesOf(`data: ${pulled}\n\n`))
        },
      },
      { highWaterMark: 0 },
    )
    const reader = source.pipeThrough(new EventStreamDecoderStream()).getReader()
    await settled()
    expect(pulled).toBe(1)
    for (let count = 1; count <= 100; count += 1) {
      expect(await reader.read()).toEqual(given(String(count)))
      await settled()
      expect(pulled).toBeLessThanOrEqual(count + 1)
    }
    await reader.cancel()
  })
})

describe('the events before an error are delivered', () => {
  it('when the source of a pipe fails', async () => {
    const cut = new Error('cut')
    const { stream, send, fail } = byHand()
    send('data: 1\n\ndata: 2\n\ndata: half')
    const reader = stream.pipeThrough(new EventStreamDecoderStream()).getReader()
    await settled()
    fail(cut)
    await settled()
    expect(await reader.read()).toEqual(given('1'))
    await settled()
    expect(await reader.read()).toEqual(given('2'))
    await expect(reader.read()).rejects.toBe(cut)
  })

  it('when the writer aborts, who need not wait for the reader', async () => {
    const { readable, writable } = new EventStreamDecoderStream()
    const writer = writable.getWriter()
    const reason = new Error('enough')
    void writer.write('data: 1\n\ndata: 2\n\n')
    await settled()
    await writer.abort(reason)
    const reader = readable.getReader()
    expect(await reader.read()).toEqual(given('1'))
    expect(await reader.read()).toEqual(given('2'))
    await expect(reader.read()).rejects.toBe(reason)
    await expect(reader.closed).rejects.toBe(reason)
  })

  it('and the error itself at once, if nothing is left to read', async () => {
    for (const text of ['', 'data: 1\n\n']) {
      const { readable, writable } = new EventStreamDecoderStream()
      const [reader, writer] = [readable.getReader(), writable.getWriter()]
      if (text !== '') {
        const read = reader.read()
        void writer.write(text)
        expect(await read).toEqual(given('1'))
      }
      const waiting = reader.read()
      await writer.abort(new Error('enough'))
      await expect(waiting).rejects.toThrow('enough')
    }
  })

  it('when an event is too large, of which the source hears at once', async () => {
    const { stream, send, cancelled } = byHand()
    send('data: 1\n\ndata: 2\n\ndata: 345\n\ndata: 4\n\n')
    const parser = new EventStreamParser({ maxEventBytes: 2 })
    const reader = stream.pipeThrough(new EventStreamDecoderStream(parser)).getReader()
    await settled()
    expect(cancelled).toHaveBeenCalledExactlyOnceWith(expect.any(EventStreamError))
    expect(await reader.read()).toEqual(given('1'))
    expect(await reader.read()).toEqual(given('2'))
    await expect(reader.read()).rejects.toMatchObject({ code: 'event-too-large' })
  })

  it('when a chunk is neither bytes nor text', async () => {
    const { readable, writable } = new EventStreamDecoderStream()
    const [reader, writer] = [readable.getReader(), writable.getWriter()]
    await expect(writer.write(7 as unknown as string)).rejects.toThrow(TypeError)
    await expect(reader.read()).rejects.toThrow(TypeError)
  })
})

describe('cancelling the readable side', () => {
  it('cancels the source of a pipe with the same reason, also while it is quiet', async () => {
    for (const text of ['', 'data: 1\n\ndata: 2\n\n']) {
      const { stream, send, cancelled } = byHand()
      if (text !== '') send(text)
      const reader = stream.pipeThrough(new EventStreamDecoderStream()).getReader()
      await settled()
      await reader.cancel('enough')
      await vi.waitUntil(() => cancelled.mock.calls.length > 0)
      expect(cancelled).toHaveBeenCalledExactlyOnceWith('enough')
    }
  })

  it('ends a write that waits for the reader, and fails those after it', async () => {
    const { readable, writable } = new EventStreamDecoderStream()
    const writer = writable.getWriter()
    const inHand = writer.write('data: 1\n\n')
    const waiting = writer.write('data: 2\n\n')
    const expected = expect(waiting).rejects.toBe('enough')
    await settled()
    await readable.cancel('enough')
    await inHand
    await expected
    await expect(writer.write('data: 3\n\n')).rejects.toBe('enough')
    await expect(writer.closed).rejects.toBe('enough')
  })

  it('from within a push, where a comment asks for it', async () => {
    const parser = new EventStreamParser({ onComment: () => void stream.readable.cancel('enough') })
    const stream = new EventStreamDecoderStream(parser)
    const writer = stream.writable.getWriter()
    await writer.write('data: 1\n\n:\ndata: 2\n\n')
    await expect(writer.closed).rejects.toBe('enough')
  })

  it('after the end changes nothing', async () => {
    const { readable, writable } = new EventStreamDecoderStream()
    const writer = writable.getWriter()
    await writer.close()
    await readable.cancel('late')
    await writer.closed
  })
})
