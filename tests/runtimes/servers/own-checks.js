import { Hub, MemoryLog } from '@eventwire/server'
import { expectEqual } from '../suites/hostile-client.js'
import { check, opening } from './check.js'
import { turn, until } from './until.js'
import { isWhole, Wire } from './wire.js'

/** Not on Bun, which writes it to the console and tells nobody. */
const failingBody = check('what the body of an ordinary response fails with goes to onError', async (scene) => {
  const server = await scene.serve(() => {
    let pulls = 0
    const pull = (controller) => {
      pulls += 1
      if (pulls === 2) throw new Error('secret')
      controller.enqueue(new TextEncoder().encode('begun'))
    }
    return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }))
  })
  const wire = await scene.wire(server)
  const text = await wire.ask('GET').ended()
  expectEqual([isWhole(text), text.includes('secret')], [false, false], `what came: ${text}`)
  await until(
    () => scene.errors.length > 0,
    () => 'onError is told',
  )
  expectEqual(scene.errors.map(String), ['Error: secret'], 'the errors')
})

/** Of node:http on Node and on Deno: else it keeps for each idle stream what it keeps of a request. */
const letGo = check(
  'a stream that a hub feeds has its connection to itself, which serves nothing else',
  async (scene) => {
    const hub = new Hub({ log: new MemoryLog() })
    const sessions = []
    const server = await scene.serve(
      opening((session) => {
        sessions.push(session)
        return hub.subscribe(session, ['c'])
      }),
    )
    const wire = await scene.wire(server)
    await wire.ask('GET').received('id: ')
    // A round trip, in which it is let go of.
    await hub.channel('c').publish({ data: 'first' })
    await wire.received('data: first')
    void sessions[0].close()
    await wire.received('\r\n0\r\n\r\n')
    wire.ask('GET')
    await until(
      () => wire.isOver || sessions.length === 2,
      () => 'the connection closes, or serves another request',
    )
    expectEqual(sessions.length, 1, 'the requests that it served')
  },
)

/** What not every adapter has to get right, or can: runtime → checks of that adapter. */
export const ownChecks = {
  node: [failingBody, letGo],
  deno: [
    failingBody,
    letGo,
    {
      name: 'a session ends whose response was not returned, once its request is over',
      async run({ openSession }) {
        const sessions = []
        const server = globalThis.Deno.serve(
          { port: 0, hostname: '127.0.0.1', onListen() {} },
          async (request, info) => {
            sessions.push((await openSession(request, info)).session)
            return new Response('another')
          },
        )
        const wire = await Wire.to(server.addr.port)
        await wire.ask('GET', '/', 'Connection: close').ended()
        await until(
          () => sessions[0].reason !== undefined,
          () => 'the session is over',
        )
        expectEqual(sessions[0].reason, 'left', 'why')
        await server.shutdown()
      },
    },
  ],
  bun: [
    {
      name: 'a quiet session outlives the idle timeout of its server',
      async run({ openSession }) {
        const sessions = []
        const server = globalThis.Bun.serve({
          port: 0,
          hostname: '127.0.0.1',
          // Seconds; it looks every four.
          idleTimeout: 1,
          async fetch(request, self) {
            if (request.url.endsWith('/ordinary')) return new Response(new ReadableStream({}))
            const { response, session } = await openSession(request, self, { heartbeat: false })
            sessions.push(session)
            return response
          },
        })
        const quiet = await Wire.to(server.port)
        await quiet.ask('GET').received('retry:')
        // It came later and is closed for being quiet.
        const ordinary = await Wire.to(server.port)
        await ordinary.ask('GET', '/ordinary').ended()
        expectEqual([quiet.isOver, sessions[0].reason], [false, undefined], 'the session')
        sessions[0].send({ data: 'still here' })
        await quiet.received('still here')
        quiet.socket.destroy()
        await server.stop(true)
      },
    },
    {
      name: 'a client that does not read and is cut loses its connection',
      async run({ openSession }) {
        const sessions = []
        const server = globalThis.Bun.serve({
          port: 0,
          hostname: '127.0.0.1',
          async fetch(request, self) {
            const { response, session } = await openSession(request, self)
            sessions.push(session)
            return response
          },
        })
        const stalled = await Wire.to(server.port)
        await stalled.ask('GET').received('retry:')
        stalled.socket.pause()
        while (sessions[0].send({ data: 'x'.repeat(64 * 1024) }) !== 'gone') await turn()
        expectEqual(sessions[0].reason, 'overflow', 'why it is over')
        await until(
          () => server.pendingRequests === 0,
          () => 'no request is pending',
        )
        stalled.socket.destroy()
        await server.stop(true)
      },
    },
    {
      name: 'a response that is read in JavaScript keeps its bounds, and its end',
      async run({ openSession }) {
        const request = new Request('http://test/')
        const opened = await openSession(request, { timeout() {} }, { heartbeat: false })
        const reader = opened.response.body.pipeThrough(new TransformStream()).getReader()
        await reader.read()
        let sent = 0
        const data = 'x'.repeat(1_000)
        while (sent < 10_000 && opened.session.send({ data }) !== 'gone') {
          sent += 1
          await turn()
        }
        expectEqual([opened.session.reason, sent < 2_000], ['overflow', true], `why it is over, after ${sent}`)

        const whole = await openSession(request, { timeout() {} }, { heartbeat: false })
        const texts = whole.response.body.tee().map((body) => new Response(body).text())
        whole.session.send({ data: '1' })
        void whole.session.close()
        const expected = 'retry: 1000\n\ndata: 1\n\n'
        expectEqual(await Promise.all(texts), [expected, expected], 'what came')
        expectEqual(whole.session.reason, 'closed', 'why it is over')
      },
    },
    {
      name: 'a server that is none is refused',
      async run({ openSession }) {
        const error = await openSession(new Request('http://test/'), {}).catch((reason) => reason)
        expectEqual([error.name, error.message.startsWith('server must be')], ['TypeError', true], String(error))
      },
    },
  ],
}
