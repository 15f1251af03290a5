import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Application } from '@eventwire/server'
import { badRequest } from './bad-request.ts'
import type { HttpServer } from './http-server.ts'
import { cut, isLeaving } from './leaving.ts'
import { letGo } from './let-go.ts'
import { open, type Begun, type Incoming } from './open-session.ts'
import { ResponseLife } from './response-life.ts'
import { headersOf, sendResponse } from './send-response.ts'
import { toRequest } from './to-request.ts'

/** A request of Node's and what answers it. */
interface Exchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly application: Application
  /** Undefined for a server of somebody else, whose connections stay as they are. */
  readonly server?: HttpServer
}

/** Answers a request of Node's by the application. Never rejects. */
export async function answer(exchange: Exchange): Promise<void> {
  const { req, res, application } = exchange
  const life = new ResponseLife(req, res)
  try {
    await respond(exchange, life)
  } catch (error) {
    if (res.headersSent) cut(res)
    else res.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error\n')
    if (!isLeaving(error, life)) application.onError(error)
  }
}

async function respond({ req, res, application, server }: Exchange, life: ResponseLife): Promise<void> {
  const request = requestOf(req, life)
  if (request instanceof Response) return sendResponse(request, req, res, life)
  const incoming: Incoming = {
    req,
    res,
    life,
    request: () => request,
    letGo: server && ((taken) => letGo(req, res, server, taken)),
  }
  let opened: { readonly response: Response; readonly begun: Begun<unknown> } | undefined
  const response = await application.answer({
    request,
    isAddressed: true,
    async open(options) {
      const begun = await open(incoming, options)
      if ('response' in begun) return begun
      const own = new Response(null, {
        headers: begun.headers.map(([name, value]) => [name, value]),
      })
      opened = { response: own, begun: begun as Begun<unknown> }
      return { response: own, session: begun.session }
    },
    isLeaving: (error) => isLeaving(error, life),
  })
  if (opened?.response === response) opened.begun.begin(response.status, headersOf(response.headers))
  else await sendResponse(response, req, res, life)
}

function requestOf(req: IncomingMessage, life: ResponseLife): Request | Response {
  try {
    return toRequest(req, life)
  } catch (error) {
    return badRequest(error)
  }
}
