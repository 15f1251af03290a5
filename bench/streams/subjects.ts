import { EventStreamDecoderStream, EventStreamParser, parseEventStream } from '@eventwire/parser'
import { createParser } from 'eventsource-parser'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { body } from './source.ts'

/** Reads a body to its end and answers the checksum of its events. */
export type Consumer = (chunks: readonly Uint8Array[]) => Promise<number>

/** Each with a sink of its own, so that none of them makes another's calls slower. */
export const consumers: readonly (readonly [name: string, Consumer])[] = [
  [
    'eventsource-parser pipeline',
    async (chunks) => {
      const events = body(chunks).pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
      const reader = events.getReader()
      let sum = 0
      for (let result = await reader.read(); !result.done; result = await reader.read()) {
        const { data } = result.value
        sum += data.length + data.charCodeAt(data.length - 1)
      }
      return sum
    },
  ],
  [
    'eventsource-parser pipe, for await',
    async (chunks) => {
      const events = body(chunks).pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
      let sum = 0
      for await (const { data } of events) sum += data.length + data.charCodeAt(data.length - 1)
      return sum
    },
  ],
  [
    'eventsource-parser, reader and feed',
    async (chunks) => {
      let sum = 0
      const decoder = new TextDecoder()
      const parser = createParser({
        onEvent({ data }) {
          sum += data.length + data.charCodeAt(data.length - 1)
        },
      })
      const reader = body(chunks).getReader()
      for (let result = await reader.read(); !result.done; result = await reader.read()) {
        parser.feed(decoder.decode(result.value, { stream: true }))
      }
      return sum
    },
  ],
  [
    'eventwire parseEventStream',
    async (chunks) => {
      let sum = 0
      for await (const { data } of parseEventStream(body(chunks))) sum += data.length + data.charCodeAt(data.length - 1)
      return sum
    },
  ],
  [
    'eventwire EventStreamDecoderStream',
    async (chunks) => {
      const reader = body(chunks).pipeThrough(new EventStreamDecoderStream()).getReader()
      let sum = 0
      for (let result = await reader.read(); !result.done; result = await reader.read()) {
        const { data } = result.value
        sum += data.length + data.charCodeAt(data.length - 1)
      }
      return sum
    },
  ],
  [
    'eventwire, reader and push',
    async (chunks) => {
      let sum = 0
      const parser = new EventStreamParser()
      const reader = body(chunks).getReader()
      for (let result = await reader.read(); !result.done; result = await reader.read()) {
        for (const { data } of parser.push(result.value)) sum += data.length + data.charCodeAt(data.length - 1)
      }
      return sum
    },
  ],
]
