import type { NatsConnection } from '@nats-io/nats-core'

/** Told when the connection is lost, and when it is back. */
export interface ConnectionListener {
  down(): void
  up(): void
}

/** @returns a function that ends it */
export function watchConnection(connection: NatsConnection, listener: ConnectionListener): () => void {
  let isOver = false
  const events = connection.status()[Symbol.asyncIterator]()
  async function watch(): Promise<void> {
    while (!isOver) {
      const { done, value } = await events.next()
      if (isOver) return
      if (done || value.type === 'disconnect') listener.down()
      else if (value.type === 'reconnect') listener.up()
      if (done) return
    }
  }
  void watch()
  return () => {
    isOver = true
    // Takes effect with the connection's next event: the client's iterators cannot be woken.
    void events.return?.()
  }
}
