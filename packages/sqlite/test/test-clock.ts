import { FakeClock } from '@eventwire/conformance'
import type { Clock } from '@eventwire/server'

/** Time stands still, and the turns of the event loop go on. */
export class TestClock extends FakeClock implements Clock {
  turn(callback: () => void): void {
    setImmediate(callback)
  }
}
