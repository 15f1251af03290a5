import type { EventLog, Mark } from './event-log.ts'
import type { Pump } from './pump.ts'
import type { Retry } from './retry.ts'

export interface TailParts {
  readonly log: EventLog
  readonly retry: Retry
  readonly over: AbortSignal
  /** Called once, with the mark that the log is followed from. */
  begin(from: Mark): Pump
}

/**
 * The one reader of a log on this node: hands every entry from the head on to the pump. Settles when the log has ended
 * or `over` aborts; a log that fails is opened again where it broke.
 */
export async function tail({ log, retry, over, begin }: TailParts): Promise<void> {
  let pump: Pump | undefined
  await retry(async () => {
    const { resume, items } = await log.open(pump ? { after: pump.place.position } : { at: 'head' }, { signal: over })
    if (!pump) pump = begin(resume.from)
    else if (resume.kind === 'gap') pump.restart(resume.from)
    for await (const item of items) {
      if (item.kind === 'gap') pump.restart(item.from)
      else pump.take(item.entries)
    }
    if (!over.aborted) await confirmEnd(log, pump.place, over)
  }, over)
  if (!over.aborted) pump?.finish()
}

/** To end is final, so that a reader which merely stopped, as by a lost connection, is not taken for it. */
async function confirmEnd(log: EventLog, { position }: Mark, signal: AbortSignal): Promise<void> {
  const last = await log.read(position, { limit: 1, maxBytes: 1, signal })
  if (last.kind === 'entries' && last.ended && last.entries.length === 0) return
  throw new Error('The log gives no more entries although it has not ended')
}
