import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { familyCpu, processCpu } from '../logs/process-cpu.ts'

/** Its child counts, says so and waits; then it says that the child has ended, and waits itself. */
const SCRIPT = `(i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo counted; read line); echo ended; read line`

it.skipIf(process.platform !== 'linux')('counts children, and those that have ended', async () => {
  const parent = spawn('sh', ['-c', SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]()
  const pid = parent.pid ?? 0

  expect((await lines.next()).value).toBe('counted')
  const own = processCpu(pid)
  const living = familyCpu(pid)
  // What the child has used is in one of them alone, and ticks of 10 ms say less of it once it has ended.
  expect(living).toBeGreaterThan(own + 15_000)

  parent.stdin.write('\n')
  expect((await lines.next()).value).toBe('ended')
  expect(processCpu(pid)).toBeLessThan(own + 15_000)
  expect(familyCpu(pid)).toBeGreaterThan(living - 15_000)
  parent.stdin.end()
})
