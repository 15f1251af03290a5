// A worker for workerd with two applications, each on the web door and in a Durable Object: elsewhere on workerd, what one
// request has opened cannot be written to by another. What one request does alone, it does without.

import { referenceApp } from '@eventwire/conformance'
import { chat } from '@eventwire/example-chat/app.ts'
import { Application, Hub, MemoryLog, openSession } from '@eventwire/server'

const HANDLERS = {
  chat: () => chat(),
  reference: () => referenceApp({ Hub, MemoryLog }),
}

/** One application, made anew for each name. */
export class Served {
  #application

  /** The URL is `/APPLICATION/NAME/…`: what follows is for the application. */
  fetch(request) {
    const { origin, pathname, search } = new URL(request.url)
    const [, application, , ...path] = pathname.split('/')
    // Leaving is told when something is written: to a quiet client, a heartbeat. What the reference application throws on
    // purpose need not be on the console.
    const options = { heartbeat: 100, onError: () => undefined }
    this.#application ??= new Application(HANDLERS[application](), options)
    const inner = new Request(`${origin}/${path.join('/')}${search}`, request)
    return this.#application.answer({
      request: inner,
      open: (options) => openSession(inner, options),
      isLeaving: () => inner.signal.aborted,
    })
  }
}

/** A session that its own request feeds. */
async function pipe(request) {
  const { response, session } = await openSession(request)
  void session?.pipe([{ data: 'Hel' }, { data: 'lo' }], { done: { data: '[DONE]' } })
  return response
}

// oxlint-disable-next-line import/no-default-export -- that is how workerd finds it
export default {
  async fetch(request, { SERVED }) {
    if (new URL(request.url).pathname === '/pipe') return pipe(request)
    const name = new URL(request.url).pathname.split('/', 3).join('/')
    return SERVED.get(SERVED.idFromName(name)).fetch(request)
  },
}
