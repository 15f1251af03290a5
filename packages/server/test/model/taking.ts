import type { Channels, EntryLabel, SlowPolicy, SubscribeOptions } from '../../src/index.ts'

/** What a client of the model takes, as it subscribes. */
export interface Taking {
  readonly channels: Channels
  /** Only odd numbers. */
  readonly filtered: boolean
  /** Of numbers that leave the same rest by three the newest. */
  readonly conflated: boolean
  readonly slow: SlowPolicy
}

/** What is published with a text that begins with a number. */
export function metaOf(data: string): Record<string, string> {
  const number = Number.parseInt(data, 10)
  return { odd: String(number % 2), key: String(number % 3) }
}

export function keyOf(data: string): string | undefined {
  return metaOf(data)['key']
}

export function isOdd(data: string): boolean {
  return metaOf(data)['odd'] === '1'
}

export function subscribeOptions({ filtered, conflated, slow }: Taking): SubscribeOptions {
  return { slow, ...(filtered && { filter: oddOnes }), ...(conflated && { conflate: keyOfEntry }) }
}

function oddOnes({ meta }: EntryLabel): boolean {
  return meta?.['odd'] === '1'
}

function keyOfEntry({ meta }: EntryLabel): string | undefined {
  return meta?.['key']
}
