import { Hub, MemoryLog } from '@eventwire/server'
import { expectEqual } from '../suites/hostile-client.js'
import { check, opening } from './check.js'
import { until } from './until.js'
import { isWhole, Wire } from './wire.js'

/** How a server of an adapter begins and ends. */
export const closingChecks = [
  check('a port in use is an error with the code of the system', async (scene) => {
    const { port } = await scene.serve(opening())
    const error = await scene.serve(opening(), { port }).catch((reason) => reason)
    expectEqual(error.code, 'EADDRINUSE', String(error))
  }),
  check('close() ends streams cleanly and idle connections, and then refuses connections', async (scene) => {
    const hub = new Hub({ log: new MemoryLog({ epoch: 'e' }) })
    const server = await scene.serve(
      opening((session) => hub.subscribe(session, ['c'])),
      { closeTimeout: 60_000 },
    )
    const idle = await scene.wire(server)
    await idle.ask('PUT').received('405')
    const reader = await scene.wire(server)
    await reader.ask('GET').received('id: e-0')
    await server.close()
    expectEqual(isWhole(await reader.ended()), true, `the end of ${reader.tail}`)
    await idle.ended()
    expectEqual([hub.sessions, scene.errors.map(String)], [0, []], 'sessions, and errors')
    const refused = await Wire.to(server.port).catch((error) => error)
    expectEqual(refused.code, 'ECONNREFUSED', 'a new connection')
  }),
  check('close() lets a request in flight finish, and ends the session that it opens', async (scene) => {
    const gate = {}
    gate.promise = new Promise((resolve) => (gate.open = resolve))
    let arrived = 0
    const handler = async ({ url }, open) => {
      arrived += 1
      await gate.promise
      return url.endsWith('/plain') ? new Response('plain') : (await open()).response
    }
    const server = await scene.serve(handler, { closeTimeout: 60_000 })
    const wires = [await scene.wire(server), await scene.wire(server)]
    wires[0].ask('GET', '/plain')
    wires[1].ask('GET')
    await until(
      () => arrived === 2,
      () => 'both are in flight',
    )
    const closed = server.close()
    gate.open()
    await closed
    const texts = await Promise.all(wires.map((wire) => wire.ended()))
    expectEqual([texts[0].includes('plain'), isWhole(texts[1])], [true, true], `what came: ${texts}`)
  }),
  check('close() cuts after closeTimeout who does not read, and who is never answered', async (scene) => {
    const sessions = []
    const handler = ({ url }, open) => {
      if (url.endsWith('/never')) return new Promise(() => undefined)
      return opening(
        (session) => {
          sessions.push(session)
          for (let count = 0; count < 15; count += 1) session.send({ data: 'x'.repeat(1024 * 1024) })
        },
        { maxBufferedBytes: 2 ** 30 },
      )(undefined, open)
    }
    const server = await scene.serve(handler, { closeTimeout: 50 })
    const never = await scene.wire(server)
    never.ask('GET', '/never')
    const stalled = await scene.wire(server)
    stalled.socket.pause()
    stalled.ask('GET')
    await until(
      () => sessions.length === 1,
      () => 'the session is open',
    )
    await server.close()
    stalled.socket.resume()
    expectEqual([isWhole(await stalled.ended()), await never.ended()], [false, ''], 'what came')
    expectEqual(sessions[0].reason, 'closed', 'why the session is over')
    expectEqual(scene.errors.map(String), [], 'the errors')
  }),
]
