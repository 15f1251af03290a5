// A web worker that runs the suites and posts their results.

import { runAll } from './run-all.js'

addEventListener('message', async ({ data: { runtime, origin } }) => {
  postMessage(await runAll(runtime, origin))
})
