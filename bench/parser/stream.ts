/** A stream of events, cut into chunks, and what a reader should find in it. */
export interface Stream {
  readonly chunks: readonly Uint8Array[]
  readonly events: number
  readonly bytes: number
  /** What every consumer answers that read each event's data: see `checksum`. */
  readonly checksum: number
}

/** An event as the generator makes it: its text on the wire, and its data as a reader should see it. */
export interface WireEvent {
  readonly wire: string
  readonly data: string
}

/** How a stream is cut: one chunk per event, or chunks of that many bytes, whatever they cut through. */
export type Cut = 'per event' | number

export function stream(events: readonly WireEvent[], cut: Cut): Stream {
  const encoder = new TextEncoder()
  const frames = events.map(({ wire }) => encoder.encode(wire))
  const chunks = cut === 'per event' ? frames : slices(join(frames), cut)
  const bytes = frames.reduce((sum, { length }) => sum + length, 0)
  return { chunks, events: events.length, bytes, checksum: checksum(events) }
}

/** The lengths of all data, and the last character of each. Whoever answers this has looked into every event. */
export function checksum(events: readonly { readonly data: string }[]): number {
  return events.reduce(
    (sum, { data }) => sum + data.length + (data.length > 0 ? data.charCodeAt(data.length - 1) : 0),
    0,
  )
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let end = 0
  for (const part of parts) {
    bytes.set(part, end)
    end += part.length
  }
  return bytes
}

/** As from a network, each chunk has its own memory; except that of a million tiny ones it would be most of the work. */
function slices(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => {
    const [start, end] = [index * size, (index + 1) * size]
    return size < 64 ? bytes.subarray(start, end) : bytes.slice(start, end)
  })
}
