import { integer, pick, type Random } from '../harness/random.ts'

/** What models write, with all that JSON must escape. */
const WORDS =
  ' the| of| stream| server| event|,|.| and| to| a|\n\n| "quoted"| path\\to| response| tokens| which| is| `code`| -| 42|:'.split(
    '|',
  )

const CHINESE = '服务器 推送 事件 流 的 数据 ， 。 我们 可以 浏览器 重新 连接 🚀 😀 👩‍💻'.split(' ')

/** Text of about `length` characters. */
export function prose(random: Random, length: number, words: readonly string[] = WORDS): string {
  let text = ''
  while (text.length < length) text += pick(random, words)
  return text
}

export function chinese(random: Random, length: number): string {
  return prose(random, length, CHINESE)
}

/** A chat completion's chunk, as OpenAI's API and those that are like it send it: no type, about 240 bytes. */
export function completion(random: Random, content: string): string {
  const created = 1_790_000_000 + integer(random, 0, 99_999)
  const choices = [{ index: 0, delta: { content }, logprobs: null, finish_reason: null }]
  const id = `chatcmpl-${integer(random, 1e8, 9e8)}`
  return JSON.stringify({ id, object: 'chat.completion.chunk', created, model: 'gpt-x-mini-2026-08-06', choices })
}

/** A text delta, as Anthropic's API and those that are like it send it: the type is said twice. */
export function delta(text: string): string {
  return JSON.stringify({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })
}
