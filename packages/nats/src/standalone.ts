import type { NatsConnection } from '@nats-io/nats-core'
import type { ResolvedOptions } from './options.ts'

/**
 * Whether the streams are on the server that is connected, and on no other: then none of what it tells is lost unless the
 * connection is, it cannot go back to an older copy without that, and what it is asked it decides by itself.
 */
export function isStandalone({ info }: NatsConnection, { domain }: ResolvedOptions): boolean {
  return info?.jetstream === true && info.cluster === undefined && domain === ''
}
