/** Time as the server sees it; given to hubs and sessions so that tests can run on a clock of their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  setTimeout(callback: () => void, milliseconds: number): unknown
  clearTimeout(timer: unknown): void
  /** Calls back after the I/O of the event loop's current turn. */
  turn(callback: () => void): void
}

const SYSTEM: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer as number),
  turn,
}

/** The platform's own clock. */
export function systemClock(): Clock {
  return SYSTEM
}

function turn(callback: () => void): void {
  // Node, Deno and Bun have setImmediate; browsers and workers have not, and clamp their timers instead.
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => unknown }
  if (setImmediate) return void setImmediate(callback)
  const { port1, port2 } = new MessageChannel()
  port1.addEventListener('message', () => {
    port1.close()
    callback()
  })
  port1.start()
  port2.postMessage(undefined)
}
