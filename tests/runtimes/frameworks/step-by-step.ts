import assert from 'node:assert/strict'
import type { Hub } from '@eventwire/server'
import type { Follower } from './follower.ts'

const STEPS = 100

/** Publishes an event only once the client has the one before: whatever is held back anywhere stops it for good. */
export async function stepByStep(hub: Hub, client: Pick<Follower, 'next'>): Promise<void> {
  for (let step = 1; step <= STEPS; step += 1) {
    await hub.channel('prices').publish({ type: 'price', data: `${step}` })
    const { type, data } = await client.next()
    assert.deepEqual([type, data], ['price', `${step}`])
  }
}
