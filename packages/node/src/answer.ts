import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Application } from '@eventwire/server'
import { badRequest } from './bad-request.ts'
import { cut, isLeaving, leavingSignal } from './leaving.ts'
import { open, type NodeOpened } from './open-session.ts'
import { sendResponse } from './send-response.ts'
import { toRequest } from './to-request.ts'

/** Answers a request of Node's by the application. Never rejects. */
export async function answer(req: IncomingMessage, res: ServerResponse, application: Application): Promise<void> {
  try {
    await respond(req, res, application)
  } catch (error) {
    if (res.headersSent) cut(res)
    else res.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error\n')
    if (!isLeaving(error, req, res)) application.onError(error)
  }
}

async function respond(req: IncomingMessage, res: ServerResponse, application: Application): Promise<void> {
  const request = requestOf(req, res)
  if (request instanceof Response) return sendResponse(request, req, res)
  let opened: NodeOpened<unknown> | undefined
  const response = await application.answer({
    request,
    async open(options) {
      const own = await open(req, res, () => request, options)
      if (own.session) opened = own as NodeOpened<unknown>
      return own
    },
    isLeaving: (error) => isLeaving(error, req, res),
  })
  if (opened?.response === response) opened.begin()
  else await sendResponse(response, req, res)
}

function requestOf(req: IncomingMessage, res: ServerResponse): Request | Response {
  try {
    return toRequest(req, leavingSignal(req, res))
  } catch (error) {
    return badRequest(error)
  }
}
