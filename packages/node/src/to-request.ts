import { BadRequestError } from './bad-request.ts'
import type { NodeRequest } from './platform.ts'
import type { ResponseLife } from './response-life.ts'

/**
 * A request whose signal is made when it is asked for: nearly nobody does, and to follow one takes a `Request` four times
 * as long as all the rest of it. What Fetch itself makes of the request does not see it (§5.4 reads a slot).
 */
class IncomingRequest extends Request {
  readonly #life: ResponseLife

  constructor(url: string, init: RequestInit, life: ResponseLife) {
    super(url, init)
    this.#life = life
  }

  override get signal(): AbortSignal {
    return this.#life.signal
  }

  override clone(): Request {
    return new Request(super.clone(), { signal: this.signal })
  }
}

/**
 * A web `Request` for a request of Node's.
 *
 * @throws BadRequestError only for what the client sent.
 */
export function toRequest(req: NodeRequest, life: ResponseLife): Request {
  const method = req.method ?? 'GET'
  try {
    const headers = headersOf(req)
    const hasBody = method !== 'GET' && method !== 'HEAD'
    return new IncomingRequest(
      urlOf(req),
      { method, headers, ...(hasBody && { body: bodyOf(req), duplex: 'half' }) },
      life,
    )
  } catch (cause) {
    throw new BadRequestError(`No Request can stand for ${method} ${req.url}`, { cause })
  }
}

function headersOf({ headers }: NodeRequest): Record<string, string> {
  const all: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    // HTTP/2 keeps its pseudo-headers among the others.
    if (value === undefined || name.startsWith(':')) continue
    // RFC 9110 §5.3: as `Headers` itself combines them.
    all[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return all
}

function urlOf({ url = '/', headers, socket }: NodeRequest): string {
  // RFC 9112 §3.2.2: a proxy's request names all of the URL, which goes before the Host header.
  if (/^https?:\/\//i.test(url)) return new URL(url).href
  const host = String(headers[':authority'] ?? headers['host'] ?? 'localhost')
  // RFC 9112 §3.2: a Host with a path in it would be routed by the path that it smuggles in, and for one that is empty the
  // path itself would be taken.
  if (host === '' || /[/?#\\@]/.test(host)) throw new TypeError(`${host} is no host`)
  // Joined as text: resolving would take the path `//other/` for another host.
  return `${socket.encrypted ? 'https' : 'http'}://${host}${url.startsWith('/') ? url : '/'}`
}

/** Touches the request only when the body is read, so that a body nobody wants is dropped elsewhere. */
function bodyOf(req: NodeRequest): ReadableStream<unknown> {
  let chunks: AsyncIterator<unknown> | undefined
  return new ReadableStream(
    {
      async pull(controller) {
        chunks ??= req[Symbol.asyncIterator]()
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      // Not the iterator's return(), which would destroy the request and with it the connection of the response.
      cancel: () => void req.resume(),
    },
    { highWaterMark: 0 },
  )
}
