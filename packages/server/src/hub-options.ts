import { encode } from '@eventwire/encoder'
import { systemClock, type Clock } from './clock.ts'
import type { Entry, EventLog } from './event-log.ts'
import { wholeNumber } from './limits.ts'
import { reportFailure } from './report.ts'
import type { Observer } from './observer.ts'
import type { Snapshot } from './snapshot.ts'

export interface HubOptions {
  /** Where the entries live. Hubs of one log, in one process or on many machines, have one order and one history. */
  readonly log: EventLog
  /** The `event:` of an entry, made once per entry. @default (entry) => entry.type */
  readonly wireType?: (entry: Entry) => string | undefined
  /** The type of the event that tells a client of a gap; nothing else can be published with it. @default 'gap' */
  readonly gapType?: string
  /** Gives new clients, and clients with a gap, the state to start from. @default none: they get the gap event alone */
  readonly snapshot?: Snapshot
  /**
   * Bytes kept for readers who are a little behind, with what it takes to keep them; who is further behind is served
   * from the log. @default 4 MiB
   */
  readonly ringBytes?: number
  /** Told of failures that no caller waits for: a log that fails under a reader, a snapshot that throws. @default console.error */
  readonly onError?: (error: unknown) => void
  /** Told of what the hub does, for metrics and logs. @default nobody */
  readonly observer?: Observer
  /** @default the platform's */
  readonly clock?: Clock
  /** From 0 to 1, for the times at which clients come back from `drain`. @default Math.random */
  readonly random?: () => number
}

export type ResolvedHubOptions = Required<Omit<HubOptions, 'snapshot'>> & { readonly snapshot: Snapshot | undefined }

/** @throws TypeError, RangeError with the option's name and what was given. */
export function resolveHubOptions(options: HubOptions): ResolvedHubOptions {
  const {
    log,
    snapshot,
    wireType = (entry: Entry) => entry.type,
    gapType = 'gap',
    ringBytes = 4 * 1024 * 1024,
  } = options
  const { onError = reportFailure, observer = {}, clock = systemClock(), random = Math.random } = options
  if (typeof log?.open !== 'function') throw new TypeError('log must be an EventLog, for example new MemoryLog()')
  encode({ type: gapType, data: '' })
  if (gapType === '' || gapType === 'message') {
    throw new TypeError(`gapType must not be that of events without a type, got ${JSON.stringify(gapType)}`)
  }
  wholeNumber('ringBytes', ringBytes, 1)
  return { log, snapshot, wireType, gapType, ringBytes, onError: contained(onError), observer, clock, random }
}

/** A report that fails must not stop what reports: the hub would be silent from then on. */
function contained(onError: (error: unknown) => void): (error: unknown) => void {
  return (error) => {
    try {
      onError(error)
    } catch (failure) {
      reportFailure(failure)
    }
  }
}
