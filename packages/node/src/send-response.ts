import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { codeOf } from './leaving.ts'
import type { NodeRequest, NodeResponse } from './platform.ts'
import type { ResponseLife } from './response-life.ts'

/**
 * Sends a web `Response` at the pace of the client, whose leaving cancels its body.
 *
 * @throws TypeError for a response whose body was read already; nothing is sent then. What the body fails with.
 */
export async function sendResponse(
  response: Response,
  { method }: NodeRequest,
  res: NodeResponse,
  life: ResponseLife,
): Promise<void> {
  const { status, headers, body } = response
  if (response.bodyUsed || body?.locked) throw new TypeError('The body of the response was read already')
  if (life.isOver) return body?.cancel()
  res.writeHead(status, headersOf(headers))
  if (body && method !== 'HEAD') return send(body, res)
  res.end()
  return body?.cancel()
}

async function send(body: ReadableStream, res: NodeResponse): Promise<void> {
  // The two types of web streams in Node's declarations are one at run time, and `res` is a Writable.
  const source = Readable.fromWeb(body as unknown as NodeReadableStream)
  try {
    await pipeline(source, res as unknown as Writable)
  } catch (error) {
    // The client has left, perhaps so recently that the response is not over yet.
    if (codeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}

/** Headers as Node takes them. */
export type OutgoingHeaders = Record<string, string | string[]>

/** Headers as Node takes them: each cookie is a line of its own (RFC 6265 §3). */
export function headersOf(headers: Headers): OutgoingHeaders {
  const cookies = headers.getSetCookie()
  const all: OutgoingHeaders = Object.fromEntries(headers)
  return cookies.length > 0 ? { ...all, 'set-cookie': cookies } : all
}
