// The second node, in a process of its own: it follows logs, and answers once it has heard so many entries of them.
// Argument: FollowerInit as JSON. Orders come as lines, answers go as lines of JSON.

import process from 'node:process'
import { createInterface } from 'node:readline'
import { now, tell } from '../fanout/tally.ts'
import type { FollowerInit, FollowerOrder } from './following.ts'
import { openNode } from './open-node.ts'

const { subject, at, logs, followers } = JSON.parse(process.argv[2] ?? '') as FollowerInit
const node = await openNode(subject, { at, inFlight: 1 })
let heard = 0
let until = Infinity
let times: number[] = []

const hear = (data: string): void => {
  heard += 1
  times.push(now() - Number.parseInt(data, 10))
  answer()
}
for (const log of logs) {
  for (let follower = 0; follower < followers; follower += 1) await node.follow(log, hear)
}
tell({ follows: logs.length })

for await (const line of createInterface({ input: process.stdin })) {
  until = (JSON.parse(line) as FollowerOrder).until
  answer()
}
await node[Symbol.asyncDispose]()
process.exit()

/** Counted from the start: so it does not matter whether an entry or the order to wait for it comes first. */
function answer(): void {
  if (heard < until) return
  until = Infinity
  tell({ times })
  times = []
}
