import { describe, expect, it } from 'vitest'
import { readArguments, UsageError } from '../arguments.ts'
import { runtimes } from '../runtimes.ts'

describe('readArguments', () => {
  it('measures on Node 24, everything, in full, unless told otherwise', () => {
    const { command, runtimes: chosen, quick, only, save, build } = readArguments(['parser'])
    expect(chosen.map(({ name }) => name)).toEqual(['node24'])
    expect({ command, quick, only, save, build }).toEqual({
      command: 'parser',
      quick: false,
      only: undefined,
      save: false,
      build: true,
    })
  })

  it('takes several runtimes, or all', () => {
    expect(namesOf(['streams', '--runtime', 'bun,node20'])).toEqual(['bun', 'node20'])
    expect(namesOf(['streams', '--runtime', 'all'])).toEqual(runtimes.map(({ name }) => name))
  })

  it.each([
    [[], 'Which command?'],
    [['parse'], 'There is no command parse.'],
    [['parser', 'encoder'], 'One command at a time'],
    [['parser', '--runtime', 'node18'], 'There is no runtime node18.'],
    [['parser', '--fast'], "Unknown option '--fast'"],
  ])('says in a sentence what is wrong with %j', (args, sentence) => {
    expect(() => readArguments(args)).toThrow(UsageError)
    expect(() => readArguments(args)).toThrow(sentence)
  })
})

function namesOf(args: readonly string[]): readonly string[] {
  return readArguments(args).runtimes.map(({ name }) => name)
}
