import { encode } from '@eventwire/encoder'
import { after, at } from './alarm.ts'
import type { ResolvedSessionOptions } from './session-options.ts'
import type { Transport } from './transport.ts'

/** Closes a session calmly when it has its age, and when what it was granted is over. */
export function limitLife(transport: Transport, expiresAt: number | undefined, options: ResolvedSessionOptions): void {
  if (transport.reason !== undefined) return
  const { maxAge, maxAgeJitter, clock } = options
  const timers: (() => void)[] = []
  if (maxAge !== false) {
    const age = Math.ceil(maxAge * (1 - maxAgeJitter * options.random()))
    timers.push(after(clock, age, () => retire(transport, options)))
  }
  if (expiresAt !== undefined && expiresAt < Infinity)
    timers.push(at(clock, expiresAt, () => void transport.close('expired')))
  if (timers.length > 0) transport.onGone(() => timers.forEach((cancel) => cancel()))
}

/** Those who are sent away together must not come back together: each is told a wait of its own. */
function retire(transport: Transport, { retry, random }: ResolvedSessionOptions): void {
  transport.write(encode({ retry: Math.round(random() * retry) }))
  void transport.close('max-age')
}
