import type { EntryLabel } from './event-log.ts'

/** The channels that a subscription takes. */
export type Channels = readonly string[] | 'all'

/** Which of a hub's entries a subscription takes. */
export interface Selection {
  readonly channels: Channels
  /** Whether an entry of these channels is taken. */
  readonly filter?: EntryFilter | undefined
  /** The key of an entry of which a later one takes the place. */
  readonly conflate?: EntryKey | undefined
}

/** Judges an entry by its channel, type, time and `meta`. */
export type EntryFilter = (entry: EntryLabel) => boolean

/** Names what an entry is the newest state of; `undefined` for one that stands for itself. */
export type EntryKey = (entry: EntryLabel) => string | undefined
