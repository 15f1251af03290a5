import { LogError } from '@eventwire/server'
import type { StreamInfo } from './jetstream.ts'
import { subjectParts, type LogNames } from './log-names.ts'
import { originOf } from './position.ts'

/** Which entries a log has, by the state of its stream. */
export interface LogState {
  readonly epoch: string
  /** The seq before the oldest entry kept. */
  readonly floorSeq: number
  readonly headSeq: number
  /** Whether the stream takes no more entries. */
  readonly isClosed: boolean
  /** The stream's newest message: of a closed log, the record of its end. */
  readonly lastSeq: number
}

/** The epoch of the life that a stream is in. @throws LogError if it is no stream of a log. */
export function epochOf(names: LogNames, { config }: StreamInfo): string {
  const { epoch } = subjectParts(names, config.subjects[0] ?? '')
  if (config.subjects.length === 1 && /^[0-9a-z]{12}(p[1-9][0-9]*)?$/.test(epoch)) return epoch
  const advice = 'Somebody else has made it: choose another prefix or name'
  throw new LogError('unsuitable', `The stream ${names.stream} of NATS takes ${config.subjects.join()}: ${advice}.`)
}

/** Whether a stream has lost all that was in it, and with it what positions are judged by. */
export function isEmptied(epoch: string, { state }: StreamInfo): boolean {
  return state.messages === 0 && state.last_seq !== originOf(epoch)
}

export function logState(names: LogNames, info: StreamInfo, maxEntries: number): LogState {
  const { config, state } = info
  const epoch = epochOf(names, info)
  const isClosed = config.subjects[0]?.endsWith('.end') ?? false
  const origin = originOf(epoch)
  const lastSeq = state.last_seq
  const headSeq = isClosed && lastSeq > origin ? lastSeq - 1 : lastSeq
  // The oldest message is where one can resume after, unless nothing was ever trimmed.
  const kept = state.messages === 0 || state.first_seq <= origin + 1 ? origin : state.first_seq
  const floorSeq = Math.max(kept, headSeq - maxEntries)
  return { epoch, isClosed, lastSeq, floorSeq: Math.min(floorSeq, lastSeq), headSeq: Math.max(headSeq, kept) }
}
