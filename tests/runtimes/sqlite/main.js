// Runs logSuite on every SQLite that a runtime has. Plain JavaScript, as console.js. Argument: the runtime's name.

import process from 'node:process'
import { logSuite } from '@eventwire/conformance'
import { runSuite } from '../suites/run-suite.js'
import { summary } from '../suites/summary.js'
import { driversOf } from './drivers.js'
import { runFailures } from './failures.js'
import { sqliteSubject } from './subject.js'

const [name = ''] = process.argv.slice(2)
const version = process.versions[name] ?? process.versions.node
const runtime = `${name}@${version}`

if (version.startsWith('20.')) {
  console.log(`SKIPPED ${runtime} SQLite: Node 20 has no node:sqlite, and better-sqlite3 13 wants Node 22`)
} else {
  const results = []
  for (const [driver, connect] of await driversOf(name)) {
    results.push(...(await runSuite(`SqliteLog on ${driver}`, logSuite, sqliteSubject(connect))))
    results.push(...(await runFailures(driver, connect)))
  }
  const { text, isGood } = summary(`${runtime} SQLite`, results)
  console.log(text)
  process.exitCode = isGood ? 0 : 1
}
