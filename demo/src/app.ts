import type { OpenSession } from '@eventwire/node'
import type { Broadcast } from './broadcast.ts'
import type { Page } from './page.ts'

/** Answers the demo's requests: the page, its files, the stream, and the button that cuts all connections. */
export function createApp(
  broadcast: Broadcast,
  page: Page,
): (request: Request, open: OpenSession) => Promise<Response> {
  const stream = async (request: Request, open: OpenSession): Promise<Response> => {
    if (isForeign(request)) return text(403, NOT_YOURS)
    const { response, session } = await open({ methods: ['GET'] })
    if (session) await broadcast.admit(session)
    return response
  }

  return async (request, open) => {
    const { pathname, hostname } = new URL(request.url)
    // A foreign name that was made to point to this machine would make its page one of ours.
    if (!OWN_NAMES.has(hostname)) return text(421, `This is not ${hostname}.`)
    if (pathname === '/events') return stream(request, open)
    if (pathname === '/cut') return cut(request, broadcast)
    const file = page.get(pathname)
    if (!file) return text(404, 'There is nothing here. The page is at /, the stream at /events.')
    if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'Use GET.', { allow: 'GET, HEAD' })
    // A browser asks for HTML by name; curl takes anything, and the stream is what there is to see in a terminal.
    if (pathname === '/' && !request.headers.get('accept')?.includes('text/html')) return stream(request, open)
    return new Response(file.body, { headers: file.headers })
  }
}

const OWN_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost'])
const NOT_YOURS = 'Only the page of this demo may do that.'

function cut(request: Request, broadcast: Broadcast): Response {
  if (request.method !== 'POST') return text(405, 'Use POST.', { allow: 'POST' })
  if (isForeign(request)) return text(403, NOT_YOURS)
  return Response.json({ cut: broadcast.cut() })
}

/** True for what a page of another origin has a browser send; tools like curl send neither header. */
function isForeign({ headers, url }: Request): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return true
  const origin = headers.get('origin')
  return origin !== null && origin !== new URL(url).origin
}

function text(status: number, sentence: string, headers: Record<string, string> = {}): Response {
  return new Response(`${sentence}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } })
}
