import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { hasScript, Program, shellCommand } from './program.ts'

const isHere = hasScript()
if (!isHere)
  console.log('SKIPPED: the demo in a pseudo-terminal: script not found. Get it with: apt-get install bsdutils')

/** Runs shell commands in a pseudo-terminal. */
function terminal(commands: string, env?: NodeJS.ProcessEnv): Program {
  return new Program(['script', '-qec', commands, '/dev/null'], { TERM: 'xterm-256color', NO_COLOR: '', ...env })
}

const demo = shellCommand('--port', '0')

it('has what it takes to be tested in a pseudo-terminal, in CI', () => {
  expect(isHere || process.env['CI'] !== 'true').toBe(true)
})

describe.skipIf(!isHere)('in a terminal', () => {
  it('cuts with c, goes on where it was, and leaves the terminal as it was with q', async () => {
    using program = terminal(`stty cols 100; stty -g; ${demo}; code=$?; stty -g; exit $code`)
    await program.wrote(/keys {2}c cuts all connections, q or Ctrl-C quits/)
    await program.wrote(/1 open/)
    program.type('c')
    const [, after] = await program.wrote(/✂ cut after (\w+-\d+), back in \d+\.\d s/)
    await program.wrote(new RegExp(`↻ resumed after ${after}: 0 missing, 0 repeated, away for \\d+\\.\\d s`))
    program.type('q')
    expect(await program.ended()).toBe(0)
    const lines = program.output.trimEnd().split('\r\n')
    expect(stripVTControlCharacters(lines.at(-2) ?? '')).toMatch(/■ closed: \d+ events, 1 cut, 0 missing, 0 repeated$/)
    expect(lines.at(-1)).toBe(lines[0])
    expect(program.output).toContain('\u001b[')
  })

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('closes cleanly with %s', async (_, key) => {
    using program = terminal(demo)
    await program.wrote(/1 open/)
    // An arrow is neither c nor q, whatever letters its sequence has.
    program.type('\u001b[C')
    program.type(key)
    expect(await program.ended()).toBe(0)
    expect(program.output).toContain('0 cuts')
  })

  it('writes no colours where NO_COLOR says so, and no row wider than a narrow terminal', async () => {
    using program = terminal(`stty cols 36; ${demo}`, { NO_COLOR: '1' })
    await program.wrote(/memory.*\r\n/)
    program.type('q')
    expect(await program.ended()).toBe(0)
    expect(program.output).not.toContain('\u001b')
    // An address is never cut.
    const lines = program.output.split('\r\n').filter((line) => !line.includes('http://'))
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(36)
  })
})
