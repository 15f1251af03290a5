import { lifeSubjects, type LogNames } from './log-names.ts'
import type { ResolvedOptions } from './options.ts'

/** How a stream is configured, as far as logs set it; NATS adds what it does not say. */
export interface StreamConfig {
  readonly name: string
  readonly subjects: readonly string[]
  readonly max_msgs: number
  readonly max_bytes: number
  readonly duplicate_window: number
  readonly [more: string]: unknown
}

/** NATS counts time in them. */
const NANOSECONDS = 1_000_000

/** What all nodes are to agree on, and what is put right if a stream has something else. */
export function limitsOf(options: ResolvedOptions): Pick<StreamConfig, 'max_msgs' | 'max_bytes' | 'duplicate_window'> {
  const { maxEntries, maxBytes, keyTtl } = options
  return {
    // With the entry before the oldest, for its tag, and the record of the end.
    max_msgs: maxEntries + 2,
    max_bytes: maxBytes === Infinity ? -1 : maxBytes,
    duplicate_window: keyTtl * NANOSECONDS,
  }
}

/** The stream of a new log. */
export function logConfig(names: LogNames, epoch: string, options: ResolvedOptions): StreamConfig {
  return {
    ...common(names.stream, options),
    ...limitsOf(options),
    subjects: [lifeSubjects(names, epoch).all],
    // A single entry cannot be deleted, so that there is no hole.
    deny_delete: true,
    // NATS tells those who subscribe once it has stored a message, and not before.
    republish: { src: '>', dest: `${names.wake}.>` },
  }
}

/** The stream in which the answers to appends with a key are remembered, of all logs. */
export function keysConfig(options: ResolvedOptions): StreamConfig {
  const { prefix, keyTtl, maxKeys } = options
  return {
    ...common(keysStream(options), options),
    subjects: [`${prefix}-keys.>`],
    max_msgs: maxKeys,
    max_bytes: -1,
    max_msgs_per_subject: 1,
    max_age: keyTtl * NANOSECONDS,
    duplicate_window: Math.min(keyTtl, 120_000) * NANOSECONDS,
  }
}

export function keysStream({ prefix }: ResolvedOptions): string {
  return `${prefix}-keys`
}

function common(
  name: string,
  { storage, replicas }: ResolvedOptions,
): { readonly name: string; readonly [more: string]: unknown } {
  return { name, storage, num_replicas: replicas, retention: 'limits', discard: 'old', allow_direct: true }
}
