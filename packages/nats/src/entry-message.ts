import { LogError, type Entry, type EntryInit } from '@eventwire/server'
import { headers, type Msg, type MsgHdrs } from '@nats-io/nats-core'
import { markAt } from './position.ts'

const LABEL = 'Eventwire'
const ENCODER = new TextEncoder()
// What begins with a byte order mark is to come back with it.
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })

type Label = readonly [tag: string, time: number, channel?: string, type?: string | null, meta?: EntryInit['meta']]

/** An entry as it is published. */
export interface EntryMessage {
  readonly payload: Uint8Array
  readonly headers: MsgHdrs
  /** Bytes that it takes, about. */
  readonly size: number
}

/** What a message tells beside its entry: JSON of tag, time, channel, type and meta, in one header. */
export function entryMessage(
  { channel, type, data, meta }: EntryInit,
  { tag, time, id }: { readonly tag: string; readonly time: number; readonly id: string | undefined },
): EntryMessage {
  const label = meta
    ? [tag, time, channel, type ?? null, meta]
    : [tag, time, channel, ...(type === undefined ? [] : [type])]
  return message(ENCODER.encode(data), JSON.stringify(label), id)
}

/** The record that a log is over. */
export function endMessage(tag: string, time: number): EntryMessage {
  const end = message(new Uint8Array(), JSON.stringify([tag, time]), undefined)
  // JetStream takes it if nothing has its subject yet: many may end a log at once, and those who read help them.
  end.headers.set('Nats-Expected-Last-Subject-Sequence', '0')
  return end
}

export function tagOf(message: Msg): string {
  return labelOf(message)[0]
}

/** Of a message that was asked for: its seq in its stream. */
export function seqOf(message: Msg): number {
  return Number(message.headers?.get('Nats-Sequence'))
}

export function timeOf(message: Msg): number {
  return labelOf(message)[1]
}

export function entryOf(epoch: string, seq: number, message: Msg): Entry {
  const [tag, time, channel, type, meta] = labelOf(message)
  if (channel === undefined) throw damaged(message)
  const data = DECODER.decode(message.data)
  return {
    ...markAt(epoch, seq, tag),
    channel,
    ...(typeof type === 'string' && { type }),
    data,
    ...(meta && { meta }),
    time,
  }
}

function message(payload: Uint8Array, label: string, id: string | undefined): EntryMessage {
  const own = headers()
  own.set(LABEL, label)
  // Within the stream's duplicate window NATS answers a second one with the seq of the first.
  if (id !== undefined) own.set('Nats-Msg-Id', id)
  // Names, ends of lines and the version besides.
  return { payload, headers: own, size: payload.length + utf8Length(label) + (id?.length ?? 0) + 64 }
}

function utf8Length(text: string): number {
  return ENCODER.encode(text).length
}

function labelOf(message: Msg): Label {
  const text = message.headers?.get(LABEL)
  if (!text) throw damaged(message)
  return JSON.parse(text) as Label
}

function damaged(message: Msg): LogError {
  const subject = message.headers?.get('Nats-Subject') || message.subject
  const advice = 'somebody else has published there. Delete the log'
  return new LogError('damaged', `A message of a log in NATS is no entry, at ${subject}: ${advice}.`)
}
