// A consumer that takes some events of the URL and then none until it is told to go on; then all of the stream, until it
// is lost, some of the next one, and none again.

import process from 'node:process'
import { createInterface } from 'node:readline'
import { connect } from '@eventwire/client'

const EVENTS = 5_000

const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
let attempts = 0
let taken = 0
let seenAttempt = 1
let lastId = 0
const connection = connect(process.argv[2] ?? '', {
  retry: { initialDelay: 1, maxDelay: 1 },
  onStateChange: ({ state, attempt }) => {
    if (state === 'open') attempts = attempt
  },
})
for await (const { lastEventId } of connection) {
  if (Number(lastEventId) !== lastId + 1) throw new Error(`Event ${lastEventId} came after ${lastId}`)
  lastId += 1
  if (attempts !== seenAttempt) {
    seenAttempt = attempts
    taken = 0
  }
  taken += 1
  if (taken === EVENTS) {
    process.stdout.write(`${JSON.stringify({ events: taken, rss: process.memoryUsage().rss })}\n`)
    await orders.next()
  }
}
