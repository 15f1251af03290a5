import type { PeerEvent, Reading } from './parser-peer.ts'

/** What a peer has told so far. */
export class Told {
  readonly events: PeerEvent[] = []
  lastEventId: string
  reconnectionTime: number | undefined

  constructor(lastEventId: string = '') {
    this.lastEventId = lastEventId
  }

  /** An event comes, with the id that is in force. */
  event(type: string | null | undefined, data: string): void {
    this.events.push({ type: type || 'message', data, lastEventId: this.lastEventId })
  }
}

/** For peers that are fed, and have nothing left to do when `feed` returns. */
export function fed(start: (told: Told) => (chunk: Uint8Array) => void, lastEventId?: string): Reading {
  const told = new Told(lastEventId)
  return Object.assign(told, { push: start(told), settled() {}, close() {} })
}
