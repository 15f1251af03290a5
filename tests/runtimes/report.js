// A reporter for node:test: what failed, was skipped or is known to fail, and one closing line. Hundreds of checks that
// passed need no line each.

/**
 * @param {AsyncIterable<import('node:test').TestEvent>} source
 */
export default async function* report(source) {
  const count = { passed: 0, failed: 0, skipped: 0 }
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details.type === 'suite') continue
    // A file without tests passes under its own name.
    if (type === 'test:pass' && data.file?.endsWith(data.name)) continue

    const { name, skip, todo, details } = data
    if (skip !== undefined) {
      count.skipped += 1
      yield `SKIPPED ${name}: ${skip}\n`
    } else if (todo !== undefined) {
      count.skipped += 1
      yield type === 'test:pass' ? `NO LONGER FAILS ${name}: ${todo}\n` : `KNOWN TO FAIL ${name}: ${todo}\n`
    } else if (type === 'test:pass') {
      count.passed += 1
    } else {
      count.failed += 1
      const { cause } = details.error
      yield `FAILED ${name}\n${cause instanceof Error ? cause.stack : String(cause)}\n\n`
    }
  }
  if (count.passed === 0) process.exitCode = 1
  yield `node@${process.versions.node}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`
}
