import { refuseUnaddressed } from './addressed.ts'
import { admit } from './admission.ts'
import type { BodySink, BodySinkInit } from './body-sink.ts'
import { resolveSessionOptions, type DoorOptions } from './door-options.ts'
import { requestLastEventId } from './last-event-id.ts'
import type { Opened } from './opened.ts'
import { Session } from './session.ts'
import { StreamSink } from './stream-sink.ts'
import type { Transport } from './transport.ts'

/** For adapters: how a platform treats the body of a response. */
export interface StreamPlatform {
  /**
   * Aborts when the client has left, or when the request is over. The body's cancel says so too, but a platform cannot
   * cancel a body that it has not begun to read, and workerd does not cancel one that it reads. @default none
   */
  readonly left?: AbortSignal
  /** Called when the stream is cut: what its body fails with. @default a `CutError` */
  readonly cutReason?: () => unknown
  /** Makes the sink, where the platform has something better than a `ReadableStream`. @default the portable one */
  readonly sink?: (init: BodySinkInit) => BodySink
}

/** For adapters: opens a session on a stream, as `openSession` does, for a platform with its own ways. */
export async function openStream<C = undefined>(
  request: Request,
  options: DoorOptions<C>,
  { left, sink: make = portable, ...platform }: StreamPlatform,
): Promise<Opened<C>> {
  const resolved = resolveSessionOptions(options)
  const refused = refuseUnaddressed(request)
  if (refused) return { response: refused }
  const line = { method: request.method, accept: request.headers.get('accept') }
  const admission = await admit(line, () => request, options)
  if (admission instanceof Response) return { response: admission }
  const sink = make({ clock: resolved.clock, ...platform })
  const lastEventId = requestLastEventId(request.headers.get('last-event-id'), request.url)
  const session = new Session<C>(sink, { lastEventId, grant: admission, options: resolved })
  if (left) leaveWith(left, sink, session)
  return { response: new Response(sink.stream, { headers: admission.headers }), session }
}

function portable(init: BodySinkInit): BodySink {
  return new StreamSink(init)
}

function leaveWith(left: AbortSignal, sink: BodySink, { transport }: { readonly transport: Transport }): void {
  const leave = (): void => sink.leave()
  left.addEventListener('abort', leave, { once: true })
  transport.onGone(() => left.removeEventListener('abort', leave))
  if (left.aborted) leave()
}
