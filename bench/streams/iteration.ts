import { EventStreamParser, parseEventStream, type ServerSentEvent } from '@eventwire/parser'
import type { Consumer } from './subjects.ts'
import { body } from './source.ts'

/** Ways to hand out the events of a chunk one at a time: what an event costs that has been parsed already. */
export const iterations: readonly (readonly [name: string, Consumer])[] = [
  [
    'parseEventStream',
    async (chunks) => {
      let sum = 0
      for await (const { data } of parseEventStream(body(chunks))) sum += data.length + data.charCodeAt(data.length - 1)
      return sum
    },
  ],
  [
    'async generator, yields each event',
    async (chunks) => {
      let sum = 0
      for await (const { data } of yielding(chunks)) sum += data.length + data.charCodeAt(data.length - 1)
      return sum
    },
  ],
  [
    'async generator, awaits each event',
    async (chunks) => {
      let sum = 0
      for await (const { data } of awaiting(chunks)) sum += data.length + data.charCodeAt(data.length - 1)
      return sum
    },
  ],
  [
    'no promise: a loop over each chunk',
    async (chunks) => {
      const reader = body(chunks).getReader()
      const parser = new EventStreamParser()
      let sum = 0
      for (let result = await reader.read(); !result.done; result = await reader.read()) {
        for (const { data } of parser.push(result.value)) sum += data.length + data.charCodeAt(data.length - 1)
      }
      return sum
    },
  ],
  [
    'parsed already, one await per event',
    async (chunks) => {
      const reader = body(chunks).getReader()
      const parser = new EventStreamParser()
      let sum = 0
      for (let result = await reader.read(); !result.done; result = await reader.read()) {
        for (const event of parser.push(result.value)) {
          const { data } = await event
          sum += data.length + data.charCodeAt(data.length - 1)
        }
      }
      return sum
    },
  ],
]

async function* yielding(chunks: readonly Uint8Array[]): AsyncGenerator<ServerSentEvent> {
  const parser = new EventStreamParser()
  for await (const chunk of body(chunks)) yield* parser.push(chunk)
}

async function* awaiting(chunks: readonly Uint8Array[]): AsyncGenerator<ServerSentEvent> {
  const parser = new EventStreamParser()
  for await (const chunk of body(chunks)) {
    for (const event of parser.push(chunk)) yield await Promise.resolve(event)
  }
}
