/** A part of a body as it came: text where its bytes are UTF-8, else base64. */
export type RecordedChunk =
  /** Milliseconds after the response began. */
  { readonly at: number; readonly text: string } | { readonly at: number; readonly base64: string }

/** One response, chunk by chunk and with the time of each. Plain data, to be kept as JSON. */
export interface RecordedStream {
  readonly url: string
  readonly method: string
  /** Milliseconds from the request until the response began. */
  readonly delay: number
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly chunks: readonly RecordedChunk[]
  /** How it ended: by the server, by an error, or because the reader left; `'open'` while it has not. */
  readonly ended: 'end' | 'drop' | 'cancel' | 'open'
  /** Milliseconds after the response began. */
  readonly endedAt: number
}

/** A `fetch` that keeps what its responses bring. */
export interface RecordingFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** One for each response, in the order in which they began. */
  readonly streams: readonly RecordedStream[]
}

type Written = { -readonly [Key in keyof RecordedStream]: RecordedStream[Key] } & { chunks: RecordedChunk[] }

/**
 * A `fetch` that passes everything on and writes down what comes, as it is read: to replay a stream of the real server
 * in tests. Requests that bring no response leave nothing. What is secret in URLs, headers and bodies is written too:
 * look before you keep it.
 *
 * @param clock Whose times are written. @default Date
 *
 * @example
 * ```ts
 * const fetch = recordFetch(globalThis.fetch)
 * for await (const event of connect('https://example.com/prices', { fetch })) if (event.type === 'close') break
 * writeFileSync('prices.json', JSON.stringify(fetch.streams))
 * ```
 */
export function recordFetch(
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>,
  clock: { now(): number } = Date,
): RecordingFetch {
  const streams: Written[] = []
  const record = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const asked = clock.now()
    const response = await fetch(input, init)
    const began = clock.now()
    const request = input instanceof Request ? input : undefined
    const stream: Written = {
      url: request?.url ?? String(input),
      method: init?.method ?? request?.method ?? 'GET',
      delay: began - asked,
      status: response.status,
      headers: Object.fromEntries(response.headers),
      chunks: [],
      ended: response.body ? 'open' : 'end',
      endedAt: 0,
    }
    streams.push(stream)
    if (!response.body) return response
    const copy = new Response(
      written(response.body, stream, () => clock.now() - began),
      response,
    )
    // A response that was constructed has none, and a client may look at it.
    return Object.defineProperty(copy, 'url', { value: response.url })
  }
  return Object.defineProperty(record, 'streams', { value: streams }) as RecordingFetch
}

/** `body`, whose chunks are written to `stream` as they are read. */
function written(body: ReadableStream<Uint8Array>, stream: Written, time: () => number): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const end = (ended: RecordedStream['ended']): void => void Object.assign(stream, { ended, endedAt: time() })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (stream.ended !== 'open') return
          if (done) {
            end('end')
            controller.close()
            return
          }
          stream.chunks.push({ at: time(), ...asText(value) })
          controller.enqueue(value)
        } catch (error) {
          end('drop')
          controller.error(error)
        }
      },
      async cancel(reason) {
        end('cancel')
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

function asText(bytes: Uint8Array): { readonly text: string } | { readonly base64: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    // It broke off within a character, or is none.
    return { base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) }
  }
}
