import type { Framing } from '@eventwire/server'

/** The way of a sink's bytes to the client, once the head is sent. */
export interface Route {
  readonly framing: Framing | undefined
  /** Bytes written and not yet handed to the operating system. */
  readonly bufferedBytes: number
  /** Changes whenever a part of that is handed on. */
  readonly progress: number
  /** False asks to wait. What is written after the end is dropped. */
  write(bytes: Uint8Array, sent?: () => void): boolean
  /** Ends the stream after what was written. */
  end(): void
  /** Breaks the stream off, so that the client sees that something is missing. */
  cut(): void
}
