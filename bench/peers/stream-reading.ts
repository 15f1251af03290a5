import { setImmediate } from 'node:timers/promises'
import type { Reading } from './parser-peer.ts'
import { Told } from './told.ts'

type MessagesOf<Message> = (body: ReadableStream<Uint8Array<ArrayBuffer>>) => AsyncIterable<Message>

/** For peers that read nothing but a stream: a body of what is pushed, and a loop over what the peer makes of it. */
export function readStream<Message>(
  messagesOf: MessagesOf<Message>,
  take: (message: Message, told: Told) => void,
): Reading {
  return new StreamReading(messagesOf, take)
}

class StreamReading<Message> extends Told implements Reading {
  readonly #pushed = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>()
  readonly #writer = this.#pushed.writable.getWriter()
  readonly #read: Promise<void>

  constructor(messagesOf: MessagesOf<Message>, take: (message: Message, told: Told) => void) {
    super()
    this.#read = this.#readAll(messagesOf(this.#pushed.readable), take)
    // Whoever closes or waits is told; until then it is no unhandled rejection.
    this.#read.catch(() => {})
  }

  push(chunk: Uint8Array): void {
    void this.#writer.write(Uint8Array.from(chunk))
  }

  /** Nothing here waits for a timer or for the network, so after a turn of the event loop all of it is done. */
  async settled(): Promise<void> {
    await setImmediate()
  }

  async close(): Promise<void> {
    await Promise.all([this.#writer.close(), this.#read])
  }

  async #readAll(messages: AsyncIterable<Message>, take: (message: Message, told: Told) => void): Promise<void> {
    for await (const message of messages) take(message, this)
  }
}
