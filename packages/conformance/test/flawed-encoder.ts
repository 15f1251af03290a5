import type { EncoderSubject, EventInit } from '../src/index.ts'

/** How a sound encoder writes each field, or refuses to. */
interface Rules {
  type(type: unknown): string
  id(id: unknown): string
  retry(retry: unknown): string
  data(data: unknown): string
  comment(text: unknown): string
  end: string
}

const sound: Rules = {
  type: (type) => (text(type, /[\r\n]/) === '' ? '' : `event: ${type as string}\n`),
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  id: (id) => `id: ${text(id, /[\0-\x1F\x7F]|^\s|\s$|\p{Surrogate}/u)}\n`,
  retry: (retry) => `retry: ${time(retry)}\n`,
  data: (data) => lines('data: ', text(data), /\r\n|\r|\n/),
  comment: (comment) => (comment === '' ? ':\n' : lines(': ', text(comment), /\r\n|\r|\n/)),
  end: '\n',
}

/** What encoders are known to get wrong: the rules that differ, and a check of the suite that must notice it. */
export const encoderFlaws: Readonly<Record<string, { rules: Partial<Rules>; noticedBy: string }>> = {
  'writes a type as it is': {
    rules: { type: (type) => `event: ${type as string}\n` },
    noticedBy: 'type: LF and a field',
  },
  'refuses only LF in a type': {
    rules: { type: (type) => `event: ${text(type, /\n/)}\n` },
    noticedBy: 'type: CR and a field',
  },
  'cuts line ends out of a type': {
    rules: { type: (type) => `event: ${text(type).replaceAll(/[\r\n]/g, '')}\n` },
    noticedBy: 'type: LF at the end',
  },
  'trims a type': {
    rules: { type: (type) => `event: ${text(type).trim()}\n` },
    noticedBy: 'spaces at the ends of a type survive',
  },
  'takes anything for a type': {
    rules: { type: (type) => sound.type(String(type)) },
    noticedBy: 'type: a number in place of a string',
  },
  'writes an id as it is': {
    rules: { id: (id) => `id: ${id as string}\n` },
    noticedBy: 'id: CRLF twice, and a whole event',
  },
  'takes NUL in an id': { rules: { id: (id) => `id: ${text(id, /[\r\n]/)}\n` }, noticedBy: 'id: NUL' },
  'takes spaces at the end of an id': {
    rules: { id: (id) => `id: ${text(id, /[^ -~]/)}\n` },
    noticedBy: 'id: a space at the end',
  },
  'writes no empty id': { rules: { id: (id) => (id === '' ? '' : sound.id(id)) }, noticedBy: 'an empty id resets' },
  'writes a retry as it is': {
    rules: { retry: (retry) => `retry: ${retry as number}\n` },
    noticedBy: 'retry: a string with LF in place of a number',
  },
  'takes a fraction for a retry': {
    rules: { retry: (retry) => `retry: ${Number(retry)}\n` },
    noticedBy: 'retry: a fraction',
  },
  'writes data as it is': { rules: { data: (data) => `data: ${text(data)}\n` }, noticedBy: 'data: LF and a field' },
  'splits data at LF only': {
    rules: { data: (data) => lines('data: ', text(data), '\n') },
    noticedBy: 'data: CR and a field',
  },
  'splits data at CR and at LF': {
    rules: { data: (data) => lines('data: ', text(data), /[\r\n]/) },
    noticedBy: 'CRLF in data',
  },
  'splits data at U+2028': {
    rules: { data: (data) => lines('data: ', text(data), /\r\n|\r|\n|\u2028/) },
    noticedBy: 'data: U+2028',
  },
  'trims data': { rules: { data: (data) => sound.data(text(data).trim()) }, noticedBy: 'a trailing LF survives' },
  'writes data without the space': {
    rules: { data: (data) => lines('data:', text(data), /\r\n|\r|\n/) },
    noticedBy: 'a leading space survives',
  },
  'writes no empty data': {
    rules: { data: (data) => (data === '' ? '' : sound.data(data)) },
    noticedBy: 'empty data is an event',
  },
  'takes anything for data': {
    rules: { data: (data) => sound.data(String(data)) },
    noticedBy: 'data: null in place of a string',
  },
  'writes a comment as it is': {
    rules: { comment: (comment) => `: ${text(comment)}\n` },
    noticedBy: 'comment: LF and a field',
  },
  'splits a comment at LF only': {
    rules: { comment: (comment) => lines(': ', text(comment), '\n') },
    noticedBy: 'comment: CR twice, and a whole event',
  },
  'ends no frame': { rules: { end: '' }, noticedBy: 'data alone' },
}

/** An encoder for the suite's own tests: sound but for `flaws`. */
export function flawedEncoder(flaws: Partial<Rules> = {}): EncoderSubject {
  const rules = { ...sound, ...flaws }
  return {
    encode({ type, id, retry, data, ...rest }: EventInit) {
      if ('event' in rest && type === undefined) throw new TypeError('event in place of type')
      let frame = ''
      if (type !== undefined) frame += rules.type(type)
      if (id !== undefined) frame += rules.id(id)
      if (retry !== undefined) frame += rules.retry(retry)
      if (data !== undefined) frame += rules.data(data)
      if (frame === '') throw new TypeError('nothing to write')
      return frame + rules.end
    },
    encodeComment: (comment = '') => rules.comment(comment),
  }
}

function text(value: unknown, forbidden?: RegExp): string {
  if (typeof value !== 'string') throw new TypeError('not a string')
  if (forbidden?.test(value) === true) throw new TypeError('a forbidden character')
  return value
}

function time(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('not a number')
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 31) throw new RangeError('not a time')
  return value
}

function lines(prefix: string, value: string, separator: string | RegExp): string {
  return value
    .split(separator)
    .map((line) => `${prefix}${line}\n`)
    .join('')
}
