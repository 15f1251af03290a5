/**
 * What failed or was skipped, and one closing line. Thousands of checks that passed need no line each.
 *
 * @param {string} runtime Its name and version.
 * @param {readonly import('./run-suite.js').Result[]} results
 */
export function summary(runtime, results) {
  const count = (status) => results.filter((result) => result.status === status).length
  const lines = results
    .filter(({ status }) => status !== 'passed')
    .map(({ name, status, reason }) => `${status.toUpperCase()} ${runtime} ${name}: ${reason}`)
  const total = `${runtime}: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`
  return { text: [...lines, total].join('\n'), isGood: count('passed') > 0 && count('failed') === 0 }
}
