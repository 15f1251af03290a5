/** What decides whether a request can be answered with an event stream. */
export interface RequestLine {
  readonly method: string
  readonly accept: string | null | undefined
}

/** The methods that a door answers: HEAD is allowed wherever GET is. */
export function allowedMethods(methods: readonly string[] = ['GET', 'POST']): readonly string[] {
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods
}

/** The response to a request that cannot be answered with a stream. */
export function refusal({ method, accept }: RequestLine, allowed: readonly string[]): Response | undefined {
  if (!allowed.includes(method)) {
    const allow = allowed.join(', ')
    return new Response(`Use ${allow} for this event stream.\n`, { status: 405, headers: { allow } })
  }
  if (acceptsEventStream(accept)) return undefined
  return new Response('Only text/event-stream is to be had here; the Accept header excludes it.\n', { status: 406 })
}

/** RFC 9110 §12.5.1: the most specific range decides; no header accepts everything. */
function acceptsEventStream(accept: string | null | undefined): boolean {
  // What an EventSource says (HTML §9.2.2).
  if (accept === 'text/event-stream' || !accept?.trim()) return true
  const ranges = new Map(accept.toLowerCase().split(',').map(parseRange))
  const weight = ranges.get('text/event-stream') ?? ranges.get('text/*') ?? ranges.get('*/*') ?? 0
  return weight > 0
}

function parseRange(range: string): [range: string, weight: number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  return [type, weight === undefined ? 1 : Number(weight) || 0]
}
