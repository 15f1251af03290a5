import { describe, expect, it } from 'vitest'
import { EventStreamParser } from '../src/index.ts'
import { bytesOf } from './outcome.ts'

const MIB = 2 ** 20

/** Milliseconds of CPU that `run` takes, the least of some. */
function cpu(run: () => void): number {
  return Math.min(
    ...Array.from({ length: 2 }, () => {
      const start = process.cpuUsage()
      run()
      return process.cpuUsage(start).user / 1000
    }),
  )
}

/** How much dearer four times as much is: 4 if the cost is linear, 16 if it is quadratic. */
function growth(run: (size: number) => void, size: number): number {
  run(size / 16)
  return cpu(() => run(size)) / cpu(() => run(size / 4))
}

function pushLine(start: string, length: number, chunk: Uint8Array | string): void {
  const parser = new EventStreamParser({ maxEventBytes: 32 * MIB })
  parser.push(start)
  for (let sent = 0; sent < length; sent += chunk.length) parser.push(chunk)
  const [event] = parser.push('\ndata:y\n\n')
  expect(event?.data).toHaveLength(start.startsWith('data') ? length + 2 : 1)
}

describe('the cost is linear', () => {
  it.each([
    ['data:', 4, bytesOf('x')],
    // Larger, since a string costs so little to push that a copy of what is there hides behind it.
    ['data:', 16, 'x'],
    [':', 4, 'x'],
    ['unknown', 4, 'x'],
  ])('in a line %s of %i MiB in chunks of %o', (start, mebibytes, chunk) => {
    expect(growth((length) => pushLine(start, length, chunk), mebibytes * MIB)).toBeLessThan(9)
  })

  it.each(['data\n', 'data\r', '\n', '\r', ':\n', 'x:\n', 'x\n', 'data: x\r\n'])('in lines %j of one chunk', (line) => {
    const run = (length: number): void => void new EventStreamParser().push(line.repeat(length / line.length))
    expect(growth(run, 4 * MIB)).toBeLessThan(9)
  })
})
