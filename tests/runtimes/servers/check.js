import { Wire } from './wire.js'

/**
 * A check of an adapter: of a server that it runs, and that is closed at the end, talked to over raw connections. The
 * subject is `{ serve }`.
 */
export function check(name, run) {
  return {
    name,
    async run({ serve }) {
      const open = []
      const scene = {
        /** What `onError` was told. */
        errors: [],
        /** Serves a handler until the end of the check. */
        async serve(handler, options) {
          const server = await serve(handler, { onError: (error) => scene.errors.push(error), ...options })
          open.push(() => server.close())
          return server
        },
        /** A connection that is closed at the end of the check. */
        async wire({ port }) {
          const wire = await Wire.to(port)
          open.push(() => wire.socket.destroy())
          return wire
        },
      }
      try {
        await run(scene)
      } finally {
        for (const close of open.toReversed()) await close()
      }
    },
  }
}

/** A handler that opens a session and gives it to whoever asks. */
export function opening(use = () => undefined, options) {
  return async (_request, open) => {
    const { response, session } = await open(options)
    if (session) await use(session, response)
    return response
  }
}
