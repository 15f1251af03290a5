import { describe, expect, it } from 'vitest'
import { encoderSuite } from '../src/index.ts'
import { encoderFlaws, flawedEncoder } from './flawed-encoder.ts'

describe('encoderSuite: a sound encoder passes', () => {
  const sound = flawedEncoder()
  for (const check of encoderSuite) it(check.name, () => check.run(sound))
})

describe('encoderSuite notices an encoder that', () => {
  it.each(Object.entries(encoderFlaws))('%s', async (_flaw, { rules, noticedBy }) => {
    const check = encoderSuite.find((candidate) => candidate.name === noticedBy)
    await expect(check?.run(flawedEncoder(rules))).rejects.toThrow('expected')
  })
})
