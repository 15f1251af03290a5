import { describe, expect, it } from 'vitest'
import { EventStreamParser, type ParserOptions } from '../src/index.ts'
import { inChunks } from './chunkings.ts'
import { bytesOf } from './outcome.ts'
import { workOf } from './work.ts'

const KIB = 1024

/** How much more work four times as much is: 4 if it is linear, 16 if it is quadratic. */
function growth(run: (size: number) => void, size: number): number {
  return workOf(() => run(size)) / workOf(() => run(size / 4))
}

function expectLinear(run: (size: number) => void, size: number): void {
  expect(growth(run, size)).toBeLessThan(5)
}

function pushLine(start: string, length: number, chunk: Uint8Array | string): void {
  const parser = new EventStreamParser()
  parser.push(start)
  for (let sent = 0; sent < length; sent += chunk.length) parser.push(chunk)
  const [event] = parser.push('\ndata:y\n\n')
  expect(event?.data).toHaveLength(start.startsWith('data') ? length + 2 : 1)
}

function pushAll(chunks: Iterable<Uint8Array | string>, options: ParserOptions = {}): void {
  const parser = new EventStreamParser(options)
  for (const chunk of chunks) parser.push(chunk)
}

function pushRepeated(line: string, length: number, options?: ParserOptions): void {
  pushAll([line.repeat(length / line.length)], options)
}

const heard = { onComment() {} }

// The time that it takes is measured by `pnpm bench attack`.
describe('the work is linear', () => {
  it.each([
    ['data:', bytesOf('x')],
    ['data:', 'x'],
    [':', 'x'],
    ['unknown', 'x'],
  ])('in a line %s in chunks of %o', (start, chunk) => {
    expectLinear((length) => pushLine(start, length, chunk), 64 * KIB)
  })

  const lines = ['data\n', 'data\r', 'data: x\r', '\n', '\r', 'x:\n', 'x\n', 'retry: 1\n', 'data: x\r\n', 'id: 1\n\n']
  const blocks = [
    'data: x\nx\n\n',
    'data: x\n\ndata\n\n',
    'data: x\r\n\rdata: x\n\n',
    'data: x\n\r\n',
    'event: x\nid: 1\n',
  ]
  it.each([...lines, ...blocks])('in lines %j of one chunk', (line) => {
    expectLinear((length) => pushRepeated(line, length), 64 * KIB)
  })

  it.each([...lines, ...blocks])('in lines %j of one chunk, near the limit of one event', (line) => {
    // Half of what may be kept is, so that each line that adds to it may have to be counted with all of that.
    const run = (length: number): void => {
      const data = `data: ${'x'.repeat(length / 2)}\n`
      pushAll([data + line.repeat(length / 2 / line.length)], { maxEventBytes: length })
    }
    expectLinear(run, 64 * KIB)
  })

  it.each([
    [':\n', {}],
    [':\n', heard],
    [': heartbeat\n\n', heard],
    ['data: x\n: heartbeat\n\n', heard],
  ])('in comments %j of one chunk, listener and all: %o', (line, options) => {
    expectLinear((length) => pushRepeated(line, length, options), 64 * KIB)
  })

  it.each([
    // The one LF, or the one CR, is where each search for it ends.
    ['CR and a LF at the end', '\r', '\n'],
    ['data and CR, and a LF at the end', 'data: x\r\r', '\n'],
    ['data and LF, and a CR at the end', 'data: x\n\n', '\r'],
    ['LF CR by turns, and a LF at the end', 'data: x\n\r', '\n'],
    ['CRLF before CR, and a LF at the end', 'data: x\r\n\r', '\n'],
  ])('where a line end is far away: %s', (_, line, end) => {
    expectLinear((length) => pushAll([line.repeat(length / line.length) + end]), 64 * KIB)
  })

  it.each([
    ['one block of data lines', 'data: 12345678901\n', 1500],
    ['one block of data lines, cut at line ends', 'data: 12345678901\n', 1800],
    ['one block of wide data lines, near the limit', 'data: \u4F60\u597D\u4F60\u597D\n', 1500],
    ['one block of empty data lines', 'data\n', 5],
    ['blocks that are broken off', 'data: 1\nid: 2\n: quiet\ndata: 3\n\n', 1000],
    ['blocks that are broken off each time', 'data: 123456789\n\n', 35],
  ])('in many chunks: %s', (_, line, size) => {
    const run = (length: number): void => {
      const stream = line.repeat(length / line.length)
      pushAll(inChunks(bytesOf(stream), [size]), { maxEventBytes: 3 * length })
    }
    expectLinear(run, 64 * KIB)
  })
})
