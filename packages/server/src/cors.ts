/**
 * Which pages of other origins may read the streams of a door. `'*'` with `credentials` is a `TypeError`.
 *
 * @example
 * ```ts
 * openSession(request, { cors: { origins: ['https://app.example'], credentials: true } })
 * ```
 */
export interface Cors {
  /** Origins as browsers send them (scheme, host, port if it is not the default), or every page there is. */
  readonly origins: readonly string[] | '*'
  /** Whether they may come with the user's cookies (`withCredentials` of an EventSource). @default false */
  readonly credentials?: boolean
  /** Headers that their requests may have besides Last-Event-ID, for example `Authorization`. @default none */
  readonly headers?: readonly string[]
}

/** Seconds for which a browser may remember what a preflight has allowed. */
const MAX_AGE = '600'

/** Adds the headers of the CORS protocol to responses, and answers preflights: Fetch §3.2. */
export class CrossOrigin {
  readonly #cors: Cors
  readonly #request: Request

  constructor(cors: Cors, request: Request) {
    this.#cors = cors
    this.#request = request
  }

  /** The response to a preflight, undefined for any other request. It is for everyone: preflights have no credentials. */
  preflight(methods: readonly string[]): Response | undefined {
    const { method, headers } = this.#request
    // Fetch §3.2.2, HTTP requests: a preflight is an OPTIONS with both of these.
    if (method !== 'OPTIONS' || !headers.has('origin') || !headers.has('access-control-request-method'))
      return undefined
    const response = this.on(new Response(null, { status: 204 }))
    if (!response.headers.has('access-control-allow-origin')) return response
    // Fetch §3.2.4: names, since with credentials an asterisk is only the name of a header.
    response.headers.set('access-control-allow-methods', methods.join(', '))
    response.headers.set('access-control-allow-headers', ['Last-Event-ID', ...(this.#cors.headers ?? [])].join(', '))
    response.headers.set('access-control-max-age', MAX_AGE)
    response.headers.delete('access-control-expose-headers')
    return response
  }

  /** The response with what allows the page, if it is allowed, to read it. */
  on(response: Response): Response {
    const { status, statusText } = response
    // Some responses have headers that cannot be changed, those of redirects for example.
    const headers = new Headers(response.headers)
    for (const [name, value] of this.headers()) {
      if (name === 'vary') headers.append(name, value)
      else headers.set(name, value)
    }
    return new Response(response.body, { status, statusText, headers })
  }

  /** The headers that allow the page to read a response, if it is allowed to. */
  headers(): [name: string, value: string][] {
    const { origins, credentials } = this.#cors
    const origin = this.#request.headers.get('origin')
    const headers: [string, string][] = []
    // Fetch, "CORS protocol and HTTP caches": said to everyone, or a cache gives one page what was meant for another.
    if (origins !== '*') headers.push(['vary', 'Origin'])
    const allowed = origins === '*' ? '*' : origins.find((each) => each === origin)
    // Fetch §3.2.3: who is not allowed is told so by the lack of the header; no origin is sent back that is not listed.
    if (allowed === undefined) return headers
    headers.push(['access-control-allow-origin', allowed], ['access-control-expose-headers', 'Retry-After'])
    if (credentials) headers.push(['access-control-allow-credentials', 'true'])
    return headers
  }
}

/** @throws TypeError for a policy that cannot be. */
export function checkCors({ origins, credentials, headers = [] }: Cors): void {
  if (origins !== '*') {
    if (!Array.isArray(origins))
      throw new TypeError(`cors.origins must be '*' or a list of origins, got ${JSON.stringify(origins)}`)
    for (const origin of origins) checkOrigin(origin)
  } else if (credentials) {
    // Fetch §3.2.5: browsers refuse that pair, and to reflect every origin instead would let any page act as the user.
    throw new TypeError("cors.origins must be a list if credentials are allowed, got '*'")
  }
  if (!Array.isArray(headers)) throw new TypeError(`cors.headers must be a list, got ${JSON.stringify(headers)}`)
  for (const name of headers) {
    // RFC 9110 §5.1, without the asterisk, which would be a wildcard.
    if (typeof name === 'string' && /^[\w!#$%&'+.^`|~-]+$/.test(name)) continue
    throw new TypeError(`cors.headers must hold names of headers, got ${JSON.stringify(name)}`)
  }
}

/** Only what a browser can send: `null` is what every sandboxed page says. */
function checkOrigin(origin: unknown): void {
  const isOrigin =
    typeof origin === 'string' && origin !== 'null' && URL.canParse(origin) && new URL(origin).origin === origin
  if (isOrigin) return
  throw new TypeError(`cors.origins must hold origins such as "https://example.com", got ${JSON.stringify(origin)}`)
}
