import { connect, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node'

/** A connection as tests use it: it comes back soon, and for ever. */
export function connection(url: string, options: ConnectionOptions = {}): Promise<NatsConnection> {
  return connect({
    servers: url,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 20,
    reconnectJitter: 1,
    // So long the client waits for a handshake that was cut in its middle.
    timeout: 2_000,
    ...options,
  })
}
