// Runs the suites on a runtime that has a console: Node, Deno, Bun. Plain JavaScript: Node 20 runs no TypeScript.
// Arguments: the runtime's name and the hostile server's origin.

import process from 'node:process'
import { runAll } from './suites/run-all.js'
import { summary } from './suites/summary.js'

const [name = '', origin = ''] = process.argv.slice(2)
const version = process.versions[name] ?? process.versions.node
const { text, isGood } = summary(`${name}@${version}`, await runAll(name, origin))
console.log(text)
process.exitCode = isGood ? 0 : 1
