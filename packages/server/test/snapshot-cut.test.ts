import { EventStreamParser } from '@eventwire/parser'
import { expect, it } from 'vitest'
import { numbers, Scene } from './scene.ts'

const STATE = ['state: ü', 'state:\n2']

/** A hub whose log kept the entries 16 to 20 of 20, and whose snapshot is of its head. */
async function scene(): Promise<Scene> {
  const made: Scene = new Scene({
    ringBytes: 1,
    memory: { maxEntries: 5 },
    snapshot: async () => ({ asOf: await made.hub.head(), events: STATE.map((data) => ({ type: 'state', data })) }),
  })
  await made.publish('a', ...numbers(1, 20))
  return made
}

it.each([
  ['a new client', '', STATE],
  ['a client with a gap', 'e-3', ['gap', ...STATE]],
])('%s that is cut at any byte of its snapshot gets all of it again', async (_, lastEventId, whole) => {
  const made = await scene()
  const first = await made.join('all', { lastEventId })
  await made.publish('a', '21')
  const bytes = first.sink.received
  const came = new Set<string>()

  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const parser = new EventStreamParser({ lastEventId })
    const got = parser.push(bytes.subarray(0, cut)).map(({ type, data }) => (type === 'gap' ? type : data))
    came.add(parser.lastEventId)
    const again = await made.join('all', { lastEventId: parser.lastEventId })
    const repeated = again.sink.events.map(({ type, data }) => (type === 'gap' ? type : data))
    // Either all of it comes once more, or all of it was there; 21 is in the repeated snapshot.
    if (parser.lastEventId === lastEventId) expect(repeated, `cut at ${cut}`).toEqual(whole)
    else expect([...got, ...repeated], `cut at ${cut}`).toEqual([...whole, '21'])
    again.sink.leave()
  }
  expect([...came]).toEqual([lastEventId, 'e-20', 'e-21'])
})
