/** Bytes of every event of a flood. */
export const FLOOD_EVENT_BYTES = 1024

const EVENTS_AT_ONCE = 16

/** `total` bytes of events, 1 KiB each, whose ids count on from `after`. */
export function* floodFrames(total: number, after: number): Iterable<Buffer> {
  for (let id = after + 1; (id - after) * FLOOD_EVENT_BYTES <= total; id += EVENTS_AT_ONCE) {
    yield Buffer.from(Array.from({ length: EVENTS_AT_ONCE }, (_, index) => event(id + index)).join(''))
  }
}

function event(id: number): string {
  const head = `id: ${id}\ndata: `
  return `${head.padEnd(FLOOD_EVENT_BYTES - 2, 'x')}\n\n`
}
