import { expectEqual } from '../suites/hostile-client.js'
import { check, opening } from './check.js'
import { isWhole } from './wire.js'

const CLOSE = 'Connection: close'

/** How an adapter's responses begin. */
export const headChecks = [
  check('HEAD gets the head of the stream, without a length', async (scene) => {
    const server = await scene.serve(opening())
    const wire = await scene.wire(server)
    const text = await wire.ask('HEAD', '/', CLOSE).ended()
    expectEqual(/^HTTP\/1.1 200 /.test(text), true, `the status of ${text}`)
    expectEqual(/^content-type: text\/event-stream\r$/im.test(text), true, `the type of ${text}`)
    // RFC 9110 §8.6: it would be that of the GET, which has none.
    expectEqual(/^content-length:/im.test(text), false, `the length of ${text}`)
    expectEqual(text.endsWith('\r\n\r\n'), true, 'nothing follows the head')
  }),
  ...[
    ['405', 'PUT', [], /^allow: GET, POST, HEAD\r$/im],
    ['406', 'GET', ['Accept: text/html'], /text\/event-stream is to be had/],
  ].map(([status, method, headers, part]) => {
    return check(`${status} for what cannot be answered with a stream`, async (scene) => {
      const server = await scene.serve(opening())
      const wire = await scene.wire(server)
      const text = await wire.ask(method, '/', CLOSE, ...headers).ended()
      expectEqual([text.split(' ', 2)[1], part.test(text)], [status, true], `the answer ${text}`)
    })
  }),
  check('headers that are set on the response of open() are sent, each cookie in a line', async (scene) => {
    const server = await scene.serve(
      opening((session, { headers }) => {
        headers.set('x-request-id', '42')
        for (const cookie of ['a=1', 'b=2']) headers.append('set-cookie', cookie)
        void session.close()
      }),
    )
    const wire = await scene.wire(server)
    const lines = (await wire.ask('GET', '/', CLOSE).ended()).toLowerCase().split('\r\n')
    const expected = ['x-request-id: 42', 'set-cookie: a=1', 'set-cookie: b=2', 'content-type: text/event-stream']
    expectEqual(
      expected.filter((line) => lines.includes(line)),
      expected,
      'the headers',
    )
  }),
  check('a handler that throws gives a 500 that says nothing, and onError the error', async (scene) => {
    const server = await scene.serve(() => {
      throw new Error('secret')
    })
    const wire = await scene.wire(server)
    const text = await wire.ask('GET', '/', CLOSE).ended()
    expectEqual([text.split(' ', 2)[1], text.includes('secret')], ['500', false], `the answer ${text}`)
    expectEqual(scene.errors.map(String), ['Error: secret'], 'the errors')
  }),
  check('a handler that throws with a session open cuts the stream after its head', async (scene) => {
    const sessions = []
    const server = await scene.serve(
      opening((session) => {
        sessions.push(session)
        throw new Error('secret')
      }),
    )
    const wire = await scene.wire(server)
    const text = await wire.ask('GET').ended()
    expectEqual([text.split(' ', 2)[1], text.includes('\r\n\r\n')], ['200', true], `the head ${text}`)
    expectEqual(isWhole(text), false, 'it looks whole')
    expectEqual(scene.errors.map(String), ['Error: secret'], 'the errors')
    expectEqual(
      sessions.map(({ reason }) => reason),
      ['failed'],
      'why it is over',
    )
  }),
]
