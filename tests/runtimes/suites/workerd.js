// A worker for workerd that runs the suites and answers with their results.

import { runAll } from './run-all.js'

// oxlint-disable-next-line import/no-default-export -- that is how workerd finds it
export default {
  async fetch(request) {
    const query = new URL(request.url).searchParams
    return Response.json(await runAll('workerd', query.get('origin')))
  },
}
