import { entrySize, type EntryInit, type LogCapabilities } from '@eventwire/server'
import { stored } from './text.ts'

/** An entry as it is bound. */
export interface EntryRow {
  /** Bytes of data and `meta`. */
  readonly size: number
  readonly channel: string
  readonly type: string | null
  readonly meta: string | null
  readonly data: string
}

/**
 * Made at the call and not when it is written: a mistake is then of the caller alone, not of all whose group it would be in.
 *
 * @throws TypeError for what is no text; RangeError for more than an entry may have.
 */
export function entryRow(init: EntryInit, capabilities: LogCapabilities): EntryRow {
  const { channel, type, meta, data } = init
  checkText('channel', channel)
  checkText('data', data)
  if (type !== undefined) checkText('type', type)
  return {
    size: entrySize(init, capabilities),
    channel: stored(channel),
    type: type === undefined ? null : stored(type),
    meta: meta ? JSON.stringify(meta) : null,
    data: stored(data),
  }
}

export function checkText(name: string, value: unknown): void {
  if (typeof value === 'string') return
  throw new TypeError(`${name} must be a string, got ${value === null ? 'null' : typeof value}`)
}
