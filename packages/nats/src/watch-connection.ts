import { PermissionViolationError, type NatsConnection } from '@nats-io/nats-core'

/** Told when the connection is lost, when it is back, and what its user may not. */
export interface ConnectionListener {
  down(): void
  up(): void
  refused(error: PermissionViolationError): void
}

/** @returns a function that ends it */
export function watchConnection(connection: NatsConnection, listener: ConnectionListener): () => void {
  const over = new AbortController()
  const events = connection.status()[Symbol.asyncIterator]()
  async function watch(): Promise<void> {
    while (!over.signal.aborted) {
      const { done, value } = await events.next()
      if (over.signal.aborted) return
      if (done || value.type === 'disconnect') listener.down()
      else if (value.type === 'reconnect') listener.up()
      else if (value.type === 'error' && isRefusal(value.error)) listener.refused(value.error)
      if (done) return
    }
  }
  void watch()
  return () => {
    over.abort()
    // Takes effect with the connection's next event: the client's iterators cannot be woken.
    void events.return?.()
  }
}

function isRefusal(error: Error): error is PermissionViolationError {
  return error instanceof PermissionViolationError
}
