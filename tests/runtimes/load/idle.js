// What idle hubs, channels and sessions take, in bytes each: node --expose-gc load/idle.js

import process from 'node:process'
import { Hub, MemoryLog, openSession } from '@eventwire/server'
import { memory } from './orders.js'

const COUNT = 10_000

/** What is idle → how to make one. */
const makers = {
  'hub with its log': async () => newHub(),
  session: async () => (await open()).session,
  'channel and its subscriber': inOne(newHub()),
  'hub, its log and a subscriber': async () => {
    const { session } = await open()
    const hub = newHub()
    await hub.subscribe(session, ['c'])
    return hub
  },
}

const costs = {}
for (const [what, make] of Object.entries(makers)) costs[what] = await costOf(make)
console.log(JSON.stringify(costs))
// The sessions are open, and their heartbeats keep the process.
process.exit()

/** Bytes that each of many takes, beside the first ones. */
async function costOf(make) {
  const kept = [await make(0)]
  const before = await memory()
  for (let number = 1; number <= COUNT; number += 1) kept.push(await make(number))
  const after = await memory()
  if (kept.some((each) => !each)) throw new Error('One of them is none')
  return Math.round((after.held - before.held) / COUNT)
}

function inOne(hub) {
  return async (number) => {
    const { session } = await open()
    await hub.subscribe(session, [`channel-${number}`])
    return hub.channel(`channel-${number}`)
  }
}

function newHub() {
  return new Hub({ log: new MemoryLog() })
}

function open() {
  return openSession(new Request('http://localhost/'))
}
