import { LogError, type Entry, type EntryInit } from '@eventwire/server'
import { markAt } from './position.ts'

/** All of an entry but its data, as Redis keeps it: JSON of channel, type and meta, as short as it can be. */
export function entryLabel({ channel, type, meta }: EntryInit): string {
  if (meta) return JSON.stringify([channel, type ?? null, meta])
  return JSON.stringify(type === undefined ? [channel] : [channel, type])
}

/** An entry from what a stream holds: `[id, ['g', tag, 't', time, 'l', label, 'd', data]]`. */
export function entryOf(epoch: string, raw: unknown): Entry {
  const [id, fields] = raw as readonly [string, readonly string[]]
  const [, tag = '', , time, , label = '', , data] = fields
  if (data === undefined) throw new LogError('damaged', `The entry ${id} of a log is none: ${JSON.stringify(fields)}`)
  const [channel, type, meta] = JSON.parse(label) as readonly [string, (string | null)?, Record<string, string>?]
  const mark = markAt(epoch, Number.parseInt(id, 10), tag)
  return {
    ...mark,
    channel,
    ...(typeof type === 'string' && { type }),
    data,
    ...(meta && { meta }),
    time: Number(time),
  }
}
