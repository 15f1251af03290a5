/** An encoder of event streams, ours or another's, as it is judged. */
export interface EncoderPeer {
  readonly name: string
  /** As its package.json says. */
  readonly version: string
  /** What of it is called. */
  readonly uses: string
  /** How it writes data: as the text that it is given, or as the JSON of it. */
  readonly data: 'text' | 'JSON'
  /** Whether its types let an event have no data. */
  readonly dataIsOptional: boolean
  /** One event, as it goes over the wire. */
  encode(event: PeerEventInit): string | Promise<string>
  /** One comment, as it goes over the wire; left out where there are none. */
  encodeComment?(text: string): string | Promise<string>
}

export interface PeerEventInit {
  readonly type?: string
  readonly data?: string
  readonly id?: string
  readonly retry?: number
}

/** Most peers call the type `event`. */
export interface PeerMessage {
  event?: string
  id?: string
  retry?: number
  data: string
}

export function messageOf({ type, data = '', id, retry }: PeerEventInit): PeerMessage {
  return {
    ...(type !== undefined && { event: type }),
    ...(id !== undefined && { id }),
    ...(retry !== undefined && { retry }),
    data,
  }
}
