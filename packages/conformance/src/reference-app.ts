import { source, type SourceCount } from './reference-source.ts'

/** An event as the application sends it. */
interface OwnEvent {
  readonly type?: string
  readonly data: string
}

/** What the application needs of a session. */
export interface ReferenceSession {
  readonly context: unknown
  readonly gone: AbortSignal
  send(event: OwnEvent): unknown
  pipe(
    source: AsyncIterable<OwnEvent>,
    options?: { readonly done?: OwnEvent; readonly onError?: () => OwnEvent | undefined },
  ): Promise<void>
  cut(): void
  close(): Promise<void>
}

/** What the application needs of a hub. */
export interface ReferenceHub {
  readonly sessions: number
  channel(name: string): { publish(event: OwnEvent): Promise<string> }
  subscribe(
    session: ReferenceSession,
    channels: readonly string[] | 'all',
    options: { readonly start: { readonly at: 'head' | 'floor' } },
  ): Promise<unknown>
  end(): Promise<void>
}

/** The parts of `@eventwire/server` that the application is made of; `Log` stands for whatever its hubs need. */
export interface ReferenceParts<Log> {
  readonly Hub: new (options: { readonly log: Log }) => ReferenceHub
  readonly MemoryLog: new (options: { readonly maxEntries: number }) => Log
}

/** Opens a session for the request at hand, as `serve` of every adapter does. */
export type ReferenceOpen = (options?: {
  readonly methods?: readonly string[]
  readonly authorize?: (request: Request) => { readonly context: undefined } | Response
  readonly cors?: { readonly origins: readonly string[] }
}) => Promise<{ readonly response: Response; readonly session?: ReferenceSession }>

/** An application file as `serve` of every adapter takes it. */
export type ReferenceHandler = (request: Request, open: ReferenceOpen) => Promise<Response>

/**
 * The small application that {@link serverSuite} talks to:
 * - `GET /events?hub=…&channels=a,b&start=floor` follows channels of a hub: `main`, or `small`, which keeps 5 entries;
 * - `POST /publish?hub=…&channel=a&type=…` publishes the body, and answers with its position;
 * - `POST /cut` cuts all sessions, `POST /end?hub=…` ends a hub's log, `GET /stats` counts;
 * - `GET /pipe?count=…&bytes=…&fail=…&words=…` pipes a source, which fails after the last event if asked to, and words
 *   the failure for the client;
 * - `POST /echo` sends the request's body back as an event, `GET /private` lets in who says `Bearer sesame`;
 * - `GET /cors` is for pages of `https://page.test`, and refuses with 403 who asks for `?refuse`;
 * - `GET /error` throws.
 *
 * @example
 * ```ts
 * const subject: ServerSubject = { start: () => serve(referenceApp({ Hub, MemoryLog })) }
 * for (const check of serverSuite) test(check.name, () => check.run(subject))
 * ```
 */
export function referenceApp<Log>({ Hub, MemoryLog }: ReferenceParts<Log>): ReferenceHandler {
  const small = new Hub({ log: new MemoryLog({ maxEntries: 5 }) })
  const main = new Hub({ log: new MemoryLog({ maxEntries: 10_000 }) })
  const sessions = new Set<ReferenceSession>()
  const sources: SourceCount = { pulled: 0, returned: 0 }

  const enter = async (open: ReferenceOpen, use: (session: ReferenceSession) => unknown): Promise<Response> => {
    const { response, session } = await open()
    if (!session) return response
    sessions.add(session)
    session.gone.addEventListener('abort', () => sessions.delete(session))
    await use(session)
    return response
  }

  return async (request, open) => {
    const { pathname, searchParams: query } = new URL(request.url)
    const hub = query.get('hub') === 'small' ? small : main
    switch (pathname) {
      case '/events': {
        const channels = query.get('channels')?.split(',') ?? 'all'
        const start = { at: query.get('start') === 'floor' ? 'floor' : 'head' } as const
        return enter(open, (session) => hub.subscribe(session, channels, { start }))
      }
      case '/publish': {
        const type = query.get('type')
        const event = { data: await request.text(), ...(type !== null && { type }) }
        return new Response(await hub.channel(query.get('channel') ?? 'a').publish(event))
      }
      case '/cut':
        for (const session of sessions) session.cut()
        return new Response()
      case '/end':
        await hub.end()
        return new Response()
      case '/stats':
        return Response.json({ sessions: sessions.size, subscribed: main.sessions + small.sessions, ...sources })
      case '/pipe':
        return enter(open, (session) => {
          // Not waited for: the response must be on its way first. That a source fails is seen by the client.
          const words = query.get('words')
          const onError = (): OwnEvent | undefined => (words === null ? undefined : { type: 'error', data: words })
          session.pipe(source(query, sources), { done: { type: 'done', data: '' }, onError }).catch(() => undefined)
        })
      case '/echo': {
        const data = await request.text()
        const { response, session } = await open({ methods: ['POST'] })
        session?.send({ data })
        void session?.close()
        return response
      }
      case '/private': {
        const { response, session } = await open({ authorize })
        void session?.close()
        return response
      }
      case '/cors': {
        const { response, session } = await open({ cors: { origins: ['https://page.test'] }, authorize: anyone })
        void session?.close()
        return response
      }
      case '/error':
        throw new Error('a secret of the application')
      default:
        return new Response('Not Found\n', { status: 404 })
    }
  }
}

function authorize({ headers }: Request): { readonly context: undefined } | Response {
  if (headers.get('authorization') === 'Bearer sesame') return { context: undefined }
  return new Response('Who are you?', { status: 401, headers: { 'www-authenticate': 'Bearer' } })
}

function anyone({ url }: Request): { readonly context: undefined } | Response {
  return new URL(url).searchParams.has('refuse') ? new Response(null, { status: 403 }) : { context: undefined }
}
