import { describe, expect, it } from 'vitest'
import { EventStreamParser, type ParserOptions } from '../src/index.ts'
import { inChunks } from './chunkings.ts'
import { bytesOf } from './outcome.ts'

const MIB = 2 ** 20

/** Milliseconds of CPU that `run` takes, done as often as the clock needs to see it. */
function cpu(run: () => void): number {
  const start = process.cpuUsage()
  for (let times = 1; ; times += 1) {
    run()
    const spent = process.cpuUsage(start).user / 1000
    if (spent >= 10) return spent / times
  }
}

/** How much dearer four times as much is: 4 if the cost is linear, 16 if it is quadratic. The least of each, by turns. */
function growth(run: (size: number) => void, size: number): number {
  let [large, small] = [Infinity, Infinity]
  for (let round = 0; round < 8; round += 1) {
    const took = [cpu(() => run(size)), cpu(() => run(size / 4))] as const
    // What the compiler does meanwhile counts as well, so the first rounds are its own.
    if (round < 2) continue
    large = Math.min(large, took[0])
    small = Math.min(small, took[1])
  }
  return large / small
}

function pushLine(start: string, length: number, chunk: Uint8Array | string): void {
  const parser = new EventStreamParser({ maxEventBytes: 32 * MIB })
  parser.push(start)
  for (let sent = 0; sent < length; sent += chunk.length) parser.push(chunk)
  const [event] = parser.push('\ndata:y\n\n')
  expect(event?.data).toHaveLength(start.startsWith('data') ? length + 2 : 1)
}

function pushAll(chunks: Iterable<Uint8Array | string>, options: ParserOptions = {}): void {
  const parser = new EventStreamParser(options)
  for (const chunk of chunks) parser.push(chunk)
}

const heard = { onComment() {} }

// Chance on a shared machine makes a linear cost look dearer now and then; a quadratic one looks so each time.
describe('the cost is linear', { retry: 5 }, () => {
  it.each([
    ['data:', 4, bytesOf('x')],
    // Larger, since a string costs so little to push that a copy of what is there hides behind it.
    ['data:', 8, 'x'],
    [':', 2, 'x'],
    ['unknown', 2, 'x'],
  ])('in a line %s of %i MiB in chunks of %o', (start, mebibytes, chunk) => {
    expect(growth((length) => pushLine(start, length, chunk), mebibytes * MIB)).toBeLessThan(9)
  })

  const lines = ['data\n', 'data\r', 'data: x\r', '\n', '\r', 'x:\n', 'x\n', 'retry: 1\n', 'data: x\r\n', 'id: 1\n\n']
  // Blocks that the short cut leaves over, each time after it has looked at them.
  const leftOver = ['data: x\nx\n\n', 'data: x\n\ndata\n\n', 'data: x\r\n\rdata: x\n\n', 'data: x\n\r\n']
  it.each([...lines, ...leftOver])('in lines %j of one chunk', (line) => {
    const run = (length: number): void => pushAll([line.repeat(length / line.length)])
    expect(growth(run, MIB)).toBeLessThan(9)
  })

  it.each([
    [':\n', {}],
    [':\n', heard],
    [': heartbeat\n\n', heard],
    ['data: x\n: heartbeat\n\n', heard],
  ])('in comments %j of one chunk, listener and all: %o', (line, options) => {
    const run = (length: number): void => pushAll([line.repeat(length / line.length)], options)
    expect(growth(run, MIB)).toBeLessThan(9)
  })

  it.each([
    // The one LF, or the one CR, is where each search for it ends.
    ['CR and a LF at the end', '\r', '\n'],
    ['data and CR, and a LF at the end', 'data: x\r\r', '\n'],
    ['data and LF, and a CR at the end', 'data: x\n\n', '\r'],
    ['LF CR by turns, and a LF at the end', 'data: x\n\r', '\n'],
    ['CRLF before CR, and a LF at the end', 'data: x\r\n\r', '\n'],
  ])('where a line end is far away: %s', (_, line, end) => {
    const run = (length: number): void => pushAll([line.repeat(length / line.length) + end])
    expect(growth(run, MIB)).toBeLessThan(9)
  })

  it.each([
    ['one block of data lines', 'data: 12345678901\n', 1500],
    ['one block of data lines, cut at line ends', 'data: 12345678901\n', 1800],
    ['one block of wide data lines, near the limit', 'data: \u4F60\u597D\u4F60\u597D\n', 1500],
    ['blocks that are broken off', 'data: 1\nid: 2\n: quiet\ndata: 3\n\n', 1000],
    ['blocks that are broken off each time', 'data: 123456789\n\n', 35],
  ])('in many chunks: %s', (_, line, size) => {
    const run = (length: number): void => {
      const stream = line.repeat(length / line.length)
      pushAll(inChunks(bytesOf(stream), [size]), { maxEventBytes: 3 * length })
    }
    expect(growth(run, MIB)).toBeLessThan(9)
  })
})
