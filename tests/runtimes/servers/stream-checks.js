import process from 'node:process'
import { Hub, MemoryLog } from '@eventwire/server'
import { expectEqual } from '../suites/hostile-client.js'
import { check, opening } from './check.js'
import { atRest, until } from './until.js'
import { isWhole } from './wire.js'

const LARGE = 'x'.repeat(64 * 1024)
/**
 * Bytes that may be under way to a client that does not read: in the server, and in the system's two buffers, which Linux
 * lets grow to 32 and 4 MiB (net.ipv4.tcp_rmem, tcp_wmem) as it sees fit.
 */
const MAX_UNDER_WAY = 40 * 1024 * 1024
/** Milliseconds. */
const WRITE_TIMEOUT = 400
/** 512 MiB in all, and what the process may grow by: most of it is what its collector lets lie. */
const PUBLISHED = 8_192
const MAX_GROWTH = 256 * 1024 * 1024

/** What an adapter does with what is sent. */
export const streamChecks = [
  check('a large event is sent whole; full until it has left, then there is room', async (scene) => {
    const size = 3 * 1024 * 1024
    const seen = []
    const server = await scene.serve(
      opening((session) => {
        seen.push(session.send({ data: 'x'.repeat(size) }))
        // Not waited for: it leaves once the response is returned.
        void session.drained().then((room) => seen.push(room, session.send({ data: 'after' }), session.close()))
      }),
    )
    const wire = await scene.wire(server)
    const text = await wire.ask('GET', '/', 'Connection: close').ended()
    expectEqual(seen.slice(0, 3), ['full', true, 'sent'], 'what was answered')
    expectEqual([text.match(/x/g).length >= size, text.includes('data: after\n\n')], [true, true], 'what came')
  }),
  check('writeTimeout leaves a client alone that takes one large event slowly', async (scene) => {
    const MIB = 1024 * 1024
    const sessions = []
    const server = await scene.serve(
      opening(
        (session, response) => {
          sessions.push(session)
          // Twice what the system takes off the server's hands.
          session.send({ data: 'x'.repeat(2 * MAX_UNDER_WAY) })
          return response
        },
        { writeTimeout: WRITE_TIMEOUT, maxBufferedBytes: 3 * MAX_UNDER_WAY },
      ),
    )
    const wire = await scene.wire(server)
    let received = 0
    const { socket } = wire
    socket.removeAllListeners('data')
    socket.on('data', ({ length }) => {
      received += length
      socket.pause()
      // So that all of it takes several times as long as a client may take nothing.
      setTimeout(() => socket.resume(), (length / MIB) * WRITE_TIMEOUT * 0.1)
    })
    wire.ask('GET')
    await until(
      () => received > 2 * MAX_UNDER_WAY || sessions[0]?.reason !== undefined,
      () => `it has the event, and not only ${received} bytes`,
    )
    expectEqual(sessions[0].reason, undefined, 'why it is over')
  }),
  check('a source is asked for no more than a client reads, and goes on when that reads again', async (scene) => {
    let pulled = 0
    function* source() {
      for (;;) {
        pulled += 1
        yield { data: LARGE }
      }
    }
    const sessions = []
    const server = await scene.serve(
      opening((session) => {
        sessions.push(session)
        void session.pipe(source())
      }),
    )
    const wire = await scene.wire(server)
    await wire.ask('GET').received('retry:')
    wire.socket.pause()
    await atRest(() => pulled)
    const resting = pulled
    if (resting * LARGE.length > MAX_UNDER_WAY) throw new Error(`${resting} events of 64 KiB were sent to nobody`)
    wire.socket.resume()
    await until(
      () => pulled > resting * 2,
      () => `more than ${resting * 2} events are asked for`,
    )
    wire.socket.destroy()
    await until(
      () => sessions[0].reason === 'left',
      () => 'the session is over',
    )
  }),
  check('a hub keeps nothing for who does not read, and tells it of the gap', async (scene) => {
    const hub = new Hub({ log: new MemoryLog({ epoch: 'e', maxBytes: 1024 * 1024 }) })
    const server = await scene.serve(opening((session) => hub.subscribe(session, ['c'])))
    const wire = await scene.wire(server)
    await wire.ask('GET').received('id: e-0')
    wire.socket.pause()
    const before = residentBytes()
    for (let count = 0; count < PUBLISHED; count += 1) await hub.channel('c').publish({ data: LARGE })
    const grown = residentBytes() - before
    if (grown > MAX_GROWTH) throw new Error(`The process grew by ${grown} bytes`)
    wire.socket.resume()
    await wire.received('event: gap')
    await wire.received(`id: e-${PUBLISHED}`)
  }),
  check('a source that throws cuts the stream after its head, and onError hears nothing of the cut', async (scene) => {
    const failures = []
    const sessions = []
    const gate = {}
    gate.promise = new Promise((resolve) => (gate.open = resolve))
    async function* source() {
      yield { data: 'first' }
      await gate.promise
      throw new Error('the source failed')
    }
    const server = await scene.serve(
      opening((session) => {
        sessions.push(session)
        session.pipe(source()).catch((error) => failures.push(error.message))
      }),
    )
    const wire = await scene.wire(server)
    await wire.ask('GET').received('data: first')
    gate.open()
    expectEqual(isWhole(await wire.ended()), false, 'it looks whole')
    expectEqual([failures, sessions[0].reason], [['the source failed'], 'failed'], 'what the application hears')
    expectEqual(scene.errors.map(String), [], 'the errors')
  }),
  check('what the application words of a failure comes before the stream breaks off', async (scene) => {
    const server = await scene.serve(
      opening((session) => {
        session.pipe(failing(), { onError: inOtherWords }).catch(() => undefined)
      }),
    )
    const wire = await scene.wire(server)
    const text = await wire.ask('GET').ended()
    expectEqual([text.includes('data: first'), text.includes('event: error\ndata: sorry\n\n')], [true, true], text)
    expectEqual([isWhole(text), text.includes('secret')], [false, false], 'it looks whole, or tells too much')
  }),
  check('who comes back with Last-Event-ID gets what it missed', async (scene) => {
    const hub = new Hub({ log: new MemoryLog({ epoch: 'e' }) })
    const server = await scene.serve(opening((session) => hub.subscribe(session, ['c'])))
    const first = await scene.wire(server)
    await first.ask('GET').received('id: e-0')
    await hub.channel('c').publish({ data: 'one' })
    await first.received('data: one')
    first.socket.destroy()
    await until(
      () => hub.sessions === 0,
      () => 'it has left',
    )
    for (const data of ['two', 'three']) await hub.channel('c').publish({ data })
    const second = await scene.wire(server)
    const text = await second.ask('GET', '/', 'Last-Event-ID: e-1').received('data: three')
    expectEqual([text.includes('data: two'), text.includes('data: one')], [true, false], `what came: ${text}`)
  }),
]

async function* failing() {
  yield { data: 'first' }
  throw new Error('secret')
}

function inOtherWords() {
  return { type: 'error', data: 'sorry' }
}

/** Of this process. */
function residentBytes() {
  return process.memoryUsage().rss
}
