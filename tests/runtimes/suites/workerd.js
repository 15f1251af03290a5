// A worker for workerd that runs the suites and answers with their results.

import { runAll } from './run-all.js'

// The conformance kit's FakeClock lets a turn of the event loop pass by setImmediate, or else by a message; here a message
// overtakes the streams.
globalThis.setImmediate ??= (callback) => setTimeout(callback, 0)

// oxlint-disable-next-line import/no-default-export -- that is how workerd finds it
export default {
  async fetch(request) {
    const query = new URL(request.url).searchParams
    return Response.json(await runAll('workerd', query.get('origin')))
  },
}
