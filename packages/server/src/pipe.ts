import { encode, type ServerSentEventInit } from '@eventwire/encoder'
import { Breath } from './breath.ts'
import type { Clock } from './clock.ts'
import { isLeaving } from './gone.ts'
import type { Sent } from './transport.ts'

/** Events to send: a generator, any (async) iterable, or a stream of events. */
export type PipeSource =
  | AsyncIterable<ServerSentEventInit>
  | Iterable<ServerSentEventInit>
  | ReadableStream<ServerSentEventInit>

export interface PipeOptions {
  /** What happens after the last event: the stream ends, or the session stays open for more. @default 'close' */
  readonly end?: 'close' | 'keep'
  /** Sent after the last event, for example `{ data: '[DONE]' }`. @default none */
  readonly done?: ServerSentEventInit
  /**
   * Words a failure of the source for the client, which is sent nothing else of it, before the stream is cut: errors are
   * full of what is nobody's business. @default nothing is sent
   */
  readonly onError?: (error: unknown) => ServerSentEventInit | undefined
}

/** What a source is piped into. */
export interface Outlet {
  readonly gone: AbortSignal
  send(event: ServerSentEventInit): Sent
  drained(): Promise<boolean>
  cut(last?: ServerSentEventInit): void
  close(): Promise<void>
}

interface Tap {
  next(): Promise<IteratorResult<ServerSentEventInit, unknown>> | IteratorResult<ServerSentEventInit, unknown>
  stop(): unknown
}

/** Sends what a source gives at the pace of the client; settles once the source has let go. */
export async function pipe(
  source: PipeSource,
  session: Outlet,
  { clock, ...options }: PipeOptions & { readonly clock: Pick<Clock, 'turn'> },
): Promise<void> {
  // The encoder's own check, before anything is sent.
  if (options.done) encode(options.done)
  const tap = open(source)
  let stopped: Promise<unknown> | undefined
  // Called by a listener, where a throw would end the process: as a promise it is a rejection that is waited for.
  const stop = (): void => {
    stopped ??= (async () => tap.stop())()
  }
  session.gone.addEventListener('abort', stop, { once: true })
  try {
    if (!(await flow(tap, session, new Breath(clock)))) stop()
    await stopped
  } catch (error) {
    const leaving = isLeaving(error, session.gone)
    const failure = cutFor(error, session, options)
    stop()
    // The first error is the one to tell; the source may well repeat it when it is stopped.
    await Promise.allSettled([stopped])
    if (!leaving) throw failure
    return
  } finally {
    session.gone.removeEventListener('abort', stop)
  }
  if (options.done) session.send(options.done)
  if (options.end !== 'keep') await session.close()
}

/** Resolves with true when the source has given everything, with false when the session takes no more. */
async function flow(tap: Tap, session: Outlet, breath: Breath): Promise<boolean> {
  while (!session.gone.aborted) {
    const step = await tap.next()
    if (step.done) return true
    const sent = session.send(step.value)
    // A session that is closing takes no more either, long before it is gone.
    if (sent === 'gone' || (sent === 'full' && !(await session.drained()))) return false
    const pause = breath.after(step.value)
    if (pause) await pause
  }
  return false
}

/** Cuts the session, and gives the error to throw. */
function cutFor(error: unknown, session: Outlet, { onError }: PipeOptions): unknown {
  try {
    session.cut(session.gone.aborted ? undefined : onError?.(error))
    return error
  } catch (failure) {
    session.cut()
    return new AggregateError([error, failure], 'The source of a pipe failed, and so did onError')
  }
}

function open(source: PipeSource): Tap {
  if (typeof source !== 'object' || source === null) throw notASource(source)
  if ('getReader' in source) {
    // Not the stream's iterator: its return() waits for a read that is pending, and a quiet stream stays uncancelled.
    const reader = source.getReader()
    return { next: () => reader.read() as Promise<IteratorResult<ServerSentEventInit>>, stop: () => reader.cancel() }
  }
  if (!(Symbol.asyncIterator in source || Symbol.iterator in source)) throw notASource(source)
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  return { next: () => iterator.next(), stop: () => iterator.return?.() }
}

function notASource(source: unknown): TypeError {
  const got = source === null ? 'null' : typeof source
  return new TypeError(`source must be an iterable, an async iterable or a ReadableStream of events, got ${got}`)
}
