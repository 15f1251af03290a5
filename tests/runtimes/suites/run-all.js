import { runSuite } from './run-suite.js'
import { socketSuite } from './socket-suite.js'
import { subjects } from './subjects.js'
import { unsupported } from './unsupported.js'
import { connect, EventSource } from '@eventwire/client'
import { eventSourceSuite } from './event-source-suite.js'

/**
 * Every suite, on the runtime that this is called on.
 *
 * @param {string} runtime Its name in the table of what is not supported.
 * @param {string} origin Where the hostile server listens.
 * @returns {Promise<import('./run-suite.js').Result[]>}
 */
export async function runAll(runtime, origin) {
  const reasons = unsupported[runtime] ?? {}
  const all = [
    ...subjects,
    ['connect, over sockets', socketSuite, { connect, origin }],
    ['EventSource, over sockets', eventSourceSuite, { EventSource, origin }],
  ]
  const results = []
  for (const [title, suite, subject] of all) {
    results.push(
      ...(await runSuite(title, suite, { ...subject, unsupported: { ...subject.unsupported, ...reasons[title] } })),
    )
  }
  for (const title of Object.keys(reasons)) {
    if (!all.some(([known]) => known === title)) {
      results.push({ name: title, status: 'failed', reason: 'There is no such suite' })
    }
  }
  return results
}
