import { Heartbeat } from './heartbeat.ts'
import type { Transport } from './transport.ts'
import { WriteWatch } from './write-watch.ts'

/** The timers of a hub: one for all sessions that beat as often, one for all that may stall as long. */
export class SharedTimers {
  readonly #heartbeats = new Map<number, Heartbeat>()
  readonly #watches = new Map<number, WriteWatch>()

  /** Takes a session's timers over from its own. */
  adopt(transport: Transport): void {
    const { heartbeat, watch } = transport
    if (heartbeat)
      shared(this.#heartbeats, heartbeat.interval, () => new Heartbeat(heartbeat.interval, heartbeat.clock)).add(
        transport,
      )
    if (watch)
      shared(this.#watches, watch.timeout, () => new WriteWatch(watch.timeout, watch.clock)).takeOver(transport)
  }
}

function shared<T>(known: Map<number, T>, milliseconds: number, create: () => T): T {
  const timer = known.get(milliseconds) ?? create()
  known.set(milliseconds, timer)
  return timer
}
