import { unsupportedReason } from '@eventwire/conformance'

/**
 * One check's outcome, as data: every runtime gives the same, and none needs a framework.
 *
 * @typedef {{ name: string, status: 'passed' | 'failed' | 'skipped', reason?: string }} Result
 */

/**
 * Runs the checks of a suite one after the other. Never rejects.
 *
 * @param {string} title Stands before the name of each check.
 * @returns {Promise<Result[]>}
 */
export async function runSuite(title, suite, subject) {
  const results = []
  for (const check of suite) {
    const name = `${title}: ${check.name}`
    const skip = unsupportedReason(subject, check)
    results.push(skip === undefined ? await outcome(name, check, subject) : { name, status: 'skipped', reason: skip })
  }
  const names = new Set(suite.map(({ name }) => name))
  for (const name of Object.keys(subject.unsupported ?? {})) {
    if (!names.has(name))
      results.push({ name: `${title}: ${name}`, status: 'failed', reason: 'There is no such check' })
  }
  return results
}

/** Milliseconds; the slowest takes a few seconds. */
const PATIENCE = 60_000

async function outcome(name, check, subject) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done after ${PATIENCE} ms`)), PATIENCE)
  })
  try {
    await Promise.race([check.run(subject), late])
    return { name, status: 'passed' }
  } catch (error) {
    return { name, status: 'failed', reason: String(error instanceof Error ? (error.stack ?? error) : error) }
  } finally {
    clearTimeout(timer)
  }
}
