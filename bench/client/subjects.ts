import { connect, EventSource } from '@eventwire/client'
import { EventStreamParser, parseEventStream } from '@eventwire/parser'
import { EventSource as EventSourcePackage } from 'eventsource'
import { createEventSource } from 'eventsource-client'
import { inWindow } from './window.ts'
import { answer, URL } from './answer.ts'

/** Reads the whole stream as a client of a server that never ends it, and answers the checksum of its events. */
export type Client = (chunks: readonly Uint8Array[], events: number) => Promise<number>

/** Each with a sink of its own, so that none of them makes another's calls slower. */
export const clients: readonly (readonly [name: string, Client])[] = [
  [
    'bare: reader and EventStreamParser',
    async (chunks, events) => {
      const response = await answer(chunks)(URL)
      const reader = (response.body as ReadableStream<Uint8Array>).getReader()
      const parser = new EventStreamParser()
      let [sum, seen] = [0, 0]
      while (seen < events) {
        const { value, done } = await reader.read()
        if (done) break
        for (const { data } of parser.push(value)) {
          sum += data.length + data.charCodeAt(data.length - 1)
          seen += 1
        }
      }
      await reader.cancel()
      return sum
    },
  ],
  [
    'eventwire connect',
    async (chunks, events) => {
      let [sum, seen] = [0, 0]
      for await (const { data } of connect(URL, { fetch: answer(chunks) })) {
        sum += data.length + data.charCodeAt(data.length - 1)
        if (++seen === events) break
      }
      return sum
    },
  ],
  [
    'eventwire connect, batches',
    async (chunks, events) => {
      let [sum, seen] = [0, 0]
      for await (const batch of connect(URL, { fetch: answer(chunks) }).batches()) {
        for (const { data } of batch) {
          sum += data.length + data.charCodeAt(data.length - 1)
          seen += 1
        }
        if (seen === events) break
      }
      return sum
    },
  ],
  [
    'bare: parseEventStream',
    async (chunks, events) => {
      let [sum, seen] = [0, 0]
      for await (const { data } of parseEventStream(await answer(chunks)(URL))) {
        sum += data.length + data.charCodeAt(data.length - 1)
        if (++seen === events) break
      }
      return sum
    },
  ],
  [
    'eventwire EventSource',
    (chunks, events) =>
      new Promise((resolve) => {
        let [sum, seen] = [0, 0]
        const source = new EventSource(URL, { fetch: answer(chunks) })
        source.addEventListener('message', ({ data }) => {
          sum += data.length + data.charCodeAt(data.length - 1)
          if (++seen < events) return
          source.close()
          resolve(sum)
        })
      }),
  ],
  [
    'eventsource-client, for await',
    async (chunks, events) => {
      const client = createEventSource({ url: URL, fetch: answer(chunks) })
      let [sum, seen] = [0, 0]
      for await (const { data } of client) {
        sum += data.length + data.charCodeAt(data.length - 1)
        if (++seen === events) break
      }
      client.close()
      return sum
    },
  ],
  [
    'eventsource-client, onMessage',
    (chunks, events) =>
      new Promise((resolve) => {
        let [sum, seen] = [0, 0]
        const client = createEventSource({
          url: URL,
          fetch: answer(chunks),
          onMessage({ data }) {
            sum += data.length + data.charCodeAt(data.length - 1)
            if (++seen < events) return
            client.close()
            resolve(sum)
          },
        })
      }),
  ],
  [
    'eventsource',
    (chunks, events) =>
      new Promise((resolve) => {
        let [sum, seen] = [0, 0]
        const source = new EventSourcePackage(URL, { fetch: answer(chunks) })
        source.addEventListener('message', ({ data }: MessageEvent<string>) => {
          sum += data.length + data.charCodeAt(data.length - 1)
          if (++seen < events) return
          source.close()
          resolve(sum)
        })
      }),
  ],
  [
    '@microsoft/fetch-event-source',
    (chunks, events) =>
      inWindow(async (fetchEventSource) => {
        const controller = new AbortController()
        let [sum, seen] = [0, 0]
        await fetchEventSource(URL, {
          fetch: answer(chunks),
          signal: controller.signal,
          onmessage({ data }) {
            sum += data.length + data.charCodeAt(data.length - 1)
            if (++seen === events) controller.abort()
          },
        })
        return sum
      }),
  ],
]
