import type { ServerSentEventInit } from '@eventwire/encoder'
import { integer, seededRandom, type Random } from '../harness/random.ts'
import { chinese, completion, delta, prose } from '../parser/payloads.ts'
import type { Events } from './rival.ts'

/** Events that servers send. */
export interface Workload {
  readonly name: string
  readonly title: string
  readonly events: Events
}

const KIB = 1024

export const workloads: readonly Workload[] = [
  many('tiny', 'events of a word', 4096, (random) => ({ data: 'x'.repeat(integer(random, 1, 8)) })),
  many('json', 'JSON of about 100 bytes', 4096, (random) => ({ data: small(random) })),
  many('token', 'JSON tokens of about 250 bytes', 4096, (random) => ({
    data: completion(random, prose(random, integer(random, 2, 60))),
  })),
  many('typed', 'JSON tokens of about 180 bytes with a type', 4096, (random) => ({
    type: 'content_block_delta',
    data: delta(prose(random, integer(random, 20, 120))),
  })),
  many('with-id', 'JSON of about 100 bytes with an id', 4096, (random) => ({ id: id(random), data: small(random) })),
  many('fields', 'every field, JSON of about 100 bytes', 4096, (random) => ({
    type: 'update',
    id: id(random),
    retry: 3000,
    data: small(random),
  })),
  many('lines', '20 lines', 512, (random) => ({ data: lines(random).join('\n') })),
  many('crlf', '20 lines with CRLF', 512, (random) => ({ data: lines(random).join('\r\n') })),
  many('chinese', 'JSON tokens of Chinese and emoji', 4096, (random) => ({
    data: completion(random, chinese(random, integer(random, 1, 24))),
  })),
  many('chinese-lines', '20 lines of Chinese and emoji', 512, (random) => ({
    data: Array.from({ length: 20 }, () => chinese(random, integer(random, 0, 40))).join('\n'),
  })),
  many('large-4k', 'a line of 4 KiB', 512, (random) => ({ data: line(random, 4 * KIB) })),
  many('large-64k', 'a line of 64 KiB', 64, (random) => ({ data: line(random, 64 * KIB) })),
  many('large-1m', 'a line of 1 MiB', 4, (random) => ({ data: line(random, KIB * KIB) })),
]

/** Heartbeats, and notes for whoever reads along. */
export const comments: readonly string[] = Array.from({ length: 4096 }, (_, index) => {
  return index % 2 === 0 ? 'keep-alive' : `shard ${index} of 4096\nis up since Monday`
})

function many(name: string, title: string, count: number, make: (random: Random) => ServerSentEventInit): Workload {
  const random = seededRandom(1)
  return { name, title, events: Array.from({ length: count }, () => make(random)) }
}

function small(random: Random): string {
  return JSON.stringify({ user: integer(random, 1, 1e6), text: prose(random, integer(random, 40, 90)), seen: false })
}

function id(random: Random): string {
  return `${integer(random, 1e9, 9e9)}-${integer(random, 0, 999)}`
}

function lines(random: Random): string[] {
  return Array.from({ length: 20 }, () => prose(random, integer(random, 0, 80)).replaceAll('\n', ' '))
}

function line(random: Random, length: number): string {
  return JSON.stringify(prose(random, length)).slice(0, length)
}
