import { bytesOf } from './outcome.ts'

/** What a block counts, its `ParserOptions.maxEventBytes` word by word, and its text up to and with the empty line. */
export interface Block {
  readonly text: string
  readonly size: number
}

/** The blocks of a stream; the last one has not ended. */
export function blocksOf(stream: string): Block[] {
  const blocks: Block[] = []
  let [text, size, dataLines] = ['', 0, 0]
  for (const [whole] of stream.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    const line = whole.replace(/[\r\n]+$/, '').replace(text === '' && blocks.length === 0 ? /^\uFEFF/ : '', '')
    const hasEnded = /[\r\n]$/.test(whole)
    const [, name = line, value = ''] = /^([^:]*): ?(.*)$/s.exec(line) ?? []
    text += whole
    if (['data', 'event', 'id', 'retry'].includes(name) && (hasEnded || line.length >= 8)) size += bytesOf(value).length
    if (name === 'data' && hasEnded && ++dataLines > 1) size += 1
    if (line !== '' || !hasEnded) continue
    blocks.push({ text, size })
    ;[text, size, dataLines] = ['', 0, 0]
  }
  return [...blocks, { text, size }]
}
