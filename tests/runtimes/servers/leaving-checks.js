import { expectEqual } from '../suites/hostile-client.js'
import { check, opening } from './check.js'
import { turn, until } from './until.js'

const WAYS = [
  ['closes its connection', (socket) => socket.destroy()],
  ['resets its connection', (socket) => socket.resetAndDestroy()],
]

/** That a client that leaves is noticed. */
export const leavingChecks = [
  ...WAYS.map(([how, leave]) =>
    check(`session.gone aborts for a client that ${how}: quiet, and under a write that waits`, async (scene) => {
      const sessions = []
      const server = await scene.serve(opening((session) => sessions.push(session)))
      const quiet = await scene.wire(server)
      await quiet.ask('GET').received('retry:')
      const stalled = await scene.wire(server)
      await stalled.ask('GET').received('retry:')
      stalled.socket.pause()
      while (!(await waits(sessions[1]))) sessions[1].send({ data: 'x'.repeat(64 * 1024) })

      const codes = []
      for (const { gone } of sessions) gone.addEventListener('abort', () => codes.push(gone.reason.code))
      leave(quiet.socket)
      leave(stalled.socket)
      await until(
        () => codes.length === 2,
        () => `both are over, not only ${codes}`,
      )
      expectEqual([codes, scene.errors.map(String)], [['left', 'left'], []], 'why')
    }),
  ),
  check('session.gone aborts for a client that left before the response was returned', async (scene) => {
    const sessions = []
    const gate = {}
    gate.promise = new Promise((resolve) => (gate.open = resolve))
    const server = await scene.serve(
      opening((session) => {
        sessions.push(session)
        return gate.promise
      }),
    )
    const wire = await scene.wire(server)
    wire.ask('GET')
    await until(
      () => sessions.length === 1,
      () => 'the session is open',
    )
    wire.socket.destroy()
    await until(
      () => wire.isOver,
      () => 'it has left',
    )
    gate.open()
    await until(
      () => sessions[0].reason !== undefined,
      () => 'the session is over',
    )
    expectEqual([sessions[0].reason, scene.errors.map(String)], ['left', []], 'why')
  }),
  ...WAYS.map(([how, leave]) =>
    check(`a handler that reads a body of a client that ${how} is no failure`, async (scene) => {
      const seen = []
      const server = await scene.serve(async (request) => {
        seen.push('begun')
        try {
          await request.text()
        } finally {
          seen.push('over')
        }
        return new Response('whole')
      })
      const wire = await scene.wire(server)
      wire.ask('POST', '/', 'Content-Length: 100')
      wire.socket.write('part')
      await until(
        () => seen.length === 1,
        () => 'it reads',
      )
      leave(wire.socket)
      await until(
        () => seen.length === 2,
        () => 'it reads no more',
      )
      const other = await scene.wire(server)
      await other.ask('POST', '/', 'Content-Length: 0').received('whole')
      expectEqual(scene.errors.map(String), [], 'the errors')
    }),
  ),
]

/** Whether a session waits for its client to read, once everything has happened that takes no client. */
async function waits(session) {
  let drained = false
  void session.drained().then(() => (drained = true))
  for (let count = 0; count < 10; count += 1) await turn()
  return !drained
}
