import type { Entry, Position } from '@eventwire/server'
import { expect, it } from 'vitest'
import { Heard } from '../src/heard.ts'

const limits = { entries: 3, size: 10 }

function entry(position: string, data = ''): Entry {
  return { seq: Number(position.split('-')[1]), position: position as Position, channel: 'c', data, time: 0 }
}

function heard(...entries: readonly (string | Entry)[]): Heard {
  const all = new Heard(limits)
  for (const each of entries) all.add(typeof each === 'string' ? entry(each) : each)
  return all
}

const after = (all: Heard, position: string): unknown => all.after(position)?.map((each) => each.position)

it('what follows one of them, and nothing of any other', () => {
  const all = heard('a-1-x', 'a-2-y', 'a-3-z')
  expect(after(all, 'a-1-x')).toEqual(['a-2-y', 'a-3-z'])
  expect(after(all, 'a-3-z')).toEqual([])
  for (const other of ['a-0-0', 'a-2-x', 'b-2-y', 'a-4-z', '']) expect(after(all, other)).toBeUndefined()
})

it('a hole, another epoch and a step back begin anew; the same again is nothing', () => {
  expect(after(heard('a-1-x', 'a-3-z'), 'a-1-x')).toBeUndefined()
  expect(after(heard('a-1-x', 'b-2-y'), 'a-1-x')).toBeUndefined()
  expect(after(heard('a-1-x', 'a-2-y', 'a-2-z', 'a-3-z'), 'a-1-x')).toBeUndefined()
  expect(after(heard('a-1-x', 'a-2-y', 'a-2-y'), 'a-1-x')).toEqual(['a-2-y'])
})

it('no more than may be, also of one that is larger, and the newest alone once it is shortened', () => {
  expect(after(heard('a-1-x', 'a-2-x', 'a-3-x', 'a-4-x'), 'a-1-x')).toBeUndefined()
  const large = heard('a-1-x', entry('a-2-x', '12345678'), entry('a-3-x', '123'))
  expect(after(large, 'a-2-x')).toBeUndefined()
  expect(after(large, 'a-3-x')).toEqual([])
  expect(after(heard('a-1-x', entry('a-2-x', 'more than it may')), 'a-2-x')).toBeUndefined()
  const short = heard('a-1-x', 'a-2-x')
  short.shorten()
  expect([after(short, 'a-1-x'), after(short, 'a-2-x')]).toEqual([undefined, []])
})
