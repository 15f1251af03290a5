import { describe, expect, it } from 'vitest'
import { parseOptions, USAGE } from '../src/options.ts'

const NOTHING = { port: undefined, tail: undefined, once: false, help: false }

describe('parseOptions', () => {
  it.each([
    [[], NOTHING],
    [['--once'], { ...NOTHING, once: true }],
    [['--help'], { ...NOTHING, help: true }],
    [['-h'], { ...NOTHING, help: true }],
    [['--port', '8080'], { ...NOTHING, port: 8080 }],
    [['--port=0'], { ...NOTHING, port: 0 }],
    [['--port', '65535', '--tail', 'a b.log'], { ...NOTHING, port: 65_535, tail: 'a b.log' }],
    // `pnpm demo -- --once`, the way of npm.
    [['--', '--once'], { ...NOTHING, once: true }],
  ])('reads %j', (args, options) => {
    expect(parseOptions(args)).toEqual(options)
  })

  it.each([
    [['--colour'], 'Unknown flag: --colour.'],
    [['-p', '80'], 'Unknown flag: -p.'],
    [['--no-once'], 'Unknown flag: --no-once.'],
    [['--constructor'], 'Unknown flag: --constructor.'],
    [['file.log'], 'Unexpected argument: file.log.'],
    [['--once', '--', '--once'], 'Unexpected argument: --.'],
    [['--port'], '--port needs a number.'],
    [['--port='], '--port needs a number.'],
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, got 65536.'],
    [['--port', '80.5'], '--port must be a whole number from 0 to 65535, got 80.5.'],
    [['--port=-1'], '--port must be a whole number from 0 to 65535, got -1.'],
    [['--port', '0x50'], '--port must be a whole number from 0 to 65535, got 0x50.'],
    [['--tail'], '--tail needs a file.'],
    [['--once=yes'], '--once takes no value, got yes.'],
    [['--port', '1', '--port', '2'], 'Given twice: --port.'],
  ])('refuses %j with a sentence, the usage and exit code 2', (args, sentence) => {
    expect(() => parseOptions(args)).toThrow(
      expect.objectContaining({ name: 'Problem', exitCode: 2, message: `${sentence}\n\n${USAGE}` }),
    )
  })
})
