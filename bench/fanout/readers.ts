// The readers of a server, in a process of their own. Arguments: port, how many. Orders and answers are lines.

import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const [port = 0, count = 0] = process.argv.slice(2).map(Number)
const LF = 10
let events = 0
let expected = Infinity
/** Nanoseconds from publishing to reading, of the first event of each chunk. */
let latencies: number[] | undefined

for (let each = 0; each < count; each += 1) await open()
tell({ ready: count })

for await (const line of createInterface({ input: process.stdin })) {
  const [order, number] = line.split(' ')
  if (order === 'expect' || order === 'time') {
    events = 0
    expected = Number(number) * count
    latencies = order === 'time' ? [] : undefined
  }
  if (order === 'usage') {
    const { user, system } = process.cpuUsage()
    tell({ cpu: user + system })
  }
}

async function open(): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let last = 0
  socket.on('data', (bytes) => {
    if (latencies) time(bytes, latencies)
    // An event ends with an empty line, which a chunk may break in two.
    if (last === LF && bytes[0] === LF) events += 1
    for (let at = bytes.indexOf('\n\n'); at >= 0; at = bytes.indexOf('\n\n', at + 2)) events += 1
    last = bytes.at(-1) ?? 0
    if (events >= expected) done()
  })
  socket.write('GET / HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n')
  await once(socket, 'data')
}

function time(bytes: Buffer, into: number[]): void {
  const [, sentAt] = /data: ?"?(\d+) /.exec(bytes.toString('latin1')) ?? []
  if (sentAt !== undefined) into.push(Number(process.hrtime.bigint() - BigInt(sentAt)))
}

function done(): void {
  expected = Infinity
  tell({ done: events, ...(latencies && { latencies: latencies.toSorted((a, b) => a - b) }) })
  latencies = undefined
}

function tell(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
