/** What a server is told to publish. */
export interface Publication {
  /** Events of each turn of the event loop. */
  readonly events: number
  readonly turns: number
  /** Milliseconds between turns. @default 0 */
  readonly pause?: number
  /** Channel of the events, for servers that have channels: {@link numbered}. @default 'ticks' */
  readonly to?: string
  /** Characters of each event's data. @default 170, which makes some 200 bytes on the wire */
  readonly size?: number
}

/** What the process of a server understands. */
export type ServerOrder = { readonly publish: Publication } | { readonly usage: { readonly collect: boolean } }

/** How readers talk to a server. */
export type Protocol = 'http' | 'https' | 'http2'

/** What the process of the readers is started with. */
export interface ReadersInit {
  readonly port: number
  readonly count: number
  readonly protocol: Protocol
  /** What they ask for: {@link numbered}. */
  readonly path: string
  /** They send their request and read nothing. */
  readonly stalled: boolean
}

/** What the process of the readers understands: it answers to the first when so many events have ended. */
export type ReadersOrder =
  | { readonly expect: { readonly events: number; readonly times: boolean } }
  | { readonly usage: object }
  | { readonly open: { readonly path: string } }

/** A path or channel with `{n}` for a number that counts from 0, or `{n%100}` for one that does so again and again. */
export function numbered(template: string, number: number): string {
  return template.replace(/\{n(?:%(\d+))?\}/, (_, modulus) => String(modulus === undefined ? number : number % modulus))
}
