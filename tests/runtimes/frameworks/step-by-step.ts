import assert from 'node:assert/strict'
import type { Hub } from '@eventwire/server'
import type { Follower } from './follower.ts'

const STEPS = 100

/**
 * Publishes an event only once the client has the one before: whatever is held back anywhere stops it for good. Resolves
 * with the last id.
 */
export async function stepByStep(hub: Hub, client: Follower): Promise<string> {
  let id = ''
  for (let step = 1; step <= STEPS; step += 1) {
    await hub.channel('prices').publish({ type: 'price', data: `${step}` })
    const { type, data, lastEventId } = await client.next()
    assert.deepEqual([type, data], ['price', `${step}`])
    id = lastEventId
  }
  return id
}
