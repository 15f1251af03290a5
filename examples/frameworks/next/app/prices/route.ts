import { openSession } from '@eventwire/server'
import { hub } from '../../hub.ts'

/** Follows the prices. Next runs a handler that reads its request anew each time, and aborts its signal if the client leaves. */
export async function GET(request: Request): Promise<Response> {
  const { response, session } = await openSession(request)
  if (session) await hub.subscribe(session, ['prices'])
  return response
}

/** Publishes one. */
export async function POST(request: Request): Promise<Response> {
  await hub.channel('prices').publish({ type: 'price', data: await request.text() })
  return new Response(null, { status: 204 })
}
