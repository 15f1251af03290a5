import { admit, type DoorOptions } from './admission.ts'
import { eventStreamHeaders } from './head.ts'
import { requestLastEventId } from './last-event-id.ts'
import type { Opened } from './opened.ts'
import { resolveSessionOptions } from './session-options.ts'
import { Session } from './session.ts'
import { StreamSink } from './stream-sink.ts'
import type { Transport } from './transport.ts'

/** For adapters: how a platform treats the body of a response. */
export interface StreamPlatform {
  /**
   * Aborts when the client leaves before the platform reads the body, which it then cannot cancel. What happens later is
   * not looked at: the body that is read tells of leaving by itself. @default none
   */
  readonly left?: AbortSignal
  /** What the body fails with when it is cut. @default a `CutError` */
  readonly cutReason?: () => unknown
}

/** For adapters: opens a session on a portable stream, as `openSession` does, for a platform with its own ways. */
export async function openStream<C = undefined>(
  request: Request,
  options: DoorOptions<C>,
  { left, ...platform }: StreamPlatform,
): Promise<Opened<C>> {
  const resolved = resolveSessionOptions(options)
  const line = { method: request.method, accept: request.headers.get('accept') }
  const admission = await admit(line, () => request, options)
  if (admission instanceof Response) return { response: admission }
  const sink = new StreamSink({ turn: (callback) => resolved.clock.turn(callback), ...platform })
  const lastEventId = requestLastEventId(request.headers.get('last-event-id'), request.url)
  const session = new Session<C>(sink, { lastEventId, context: admission.context, options: resolved })
  if (left) leaveWith(left, sink, session)
  return { response: new Response(sink.stream, { headers: eventStreamHeaders() }), session }
}

function leaveWith(left: AbortSignal, sink: StreamSink, { transport }: { readonly transport: Transport }): void {
  const leave = (): void => {
    if (!sink.isRead) sink.abort()
  }
  left.addEventListener('abort', leave, { once: true })
  transport.onGone(() => left.removeEventListener('abort', leave))
  if (left.aborted) leave()
}
