import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { USAGE } from '../src/options.ts'
import { COMMAND, Program } from './program.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventwire-demo-'))
})

afterAll(() => rm(folder, { recursive: true }))

async function run(...args: readonly string[]): Promise<{ code: number | null; output: string; errors: string }> {
  using program = new Program([...COMMAND, ...args])
  const code = await program.ended()
  return { code, output: program.output, errors: program.errors }
}

describe('the command', () => {
  it('--once reports and exits with 0', async () => {
    const { code, output, errors } = await run('--once')
    expect([code, errors]).toEqual([0, ''])
    expect(output).toContain('Passed: every position came exactly once.\n')
  })

  it('--help shows the usage', async () => {
    expect(await run('--help')).toEqual({ code: 0, output: `${USAGE}\n`, errors: '' })
  })

  it('says in one sentence what was asked for wrongly, with the usage', async () => {
    expect(await run('--fast')).toEqual({ code: 2, output: '', errors: `Unknown flag: --fast.\n\n${USAGE}\n` })
  })

  it.each([[[]], [['--once']]])('says in one sentence that a file cannot be read: %j', async (more) => {
    const path = join(folder, 'nothing.log')
    const errors = `Cannot follow ${path}: there is no such file.\n`
    expect(await run('--tail', path, ...more)).toEqual({ code: 1, output: '', errors })
  })

  it('says in one sentence that a port is in use', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const errors = `Port ${port} is in use: name another, or none to get a free one.\n`
    expect(await run('--port', String(port))).toEqual({ code: 1, output: '', errors })
    expect(await run('--port', String(port), '--once')).toEqual({ code: 1, output: '', errors })
    other.close()
  })
})

describe('without a terminal', () => {
  it('writes plain rows, also of the file that it follows, and closes cleanly on a signal', async () => {
    const path = join(folder, 'app.log')
    await writeFile(path, '')
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      using program = new Program([...COMMAND, '--port', '0', '--tail', path])
      await program.wrote(/connections {2}.*1 open\n/)
      await appendFile(path, `until ${signal}\n`)
      await program.wrote(new RegExp(`tail {9}until ${signal}\\n`))
      program.send(signal)
      expect(await program.ended()).toBe(0)
      expect(program.errors).toBe('')
      expect(program.output).toMatch(/■ closed: \d+ events?, 0 cuts, 0 missing, 0 repeated\n$/)
      expect(program.output).not.toContain('\u001b')
      expect(program.output).not.toContain('keys')
    }
  })

  it('takes another port if the default one is taken and none was named', async () => {
    using one = new Program(COMMAND)
    using other = new Program(COMMAND)
    const [, first] = await one.wrote(/page {2}http:\/\/127\.0\.0\.1:(\d+)\/\n/)
    const [, second] = await other.wrote(/page {2}http:\/\/127\.0\.0\.1:(\d+)\/\n/)
    expect(first).not.toBe(second)
  })

  it('closes cleanly when its reader leaves', async () => {
    using program = new Program([...COMMAND, '--port', '0'])
    await program.wrote(/1 open\n/)
    program.leave()
    expect(await program.ended()).toBe(0)
    expect(program.errors).toBe('')
  })
})
