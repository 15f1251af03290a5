import { answer, type Answering } from './answer.ts'
import type { Clock } from './clock.ts'
import { serverUrl, type EventServer, type Listening } from './event-server.ts'
import type { Exchange } from './exchange.ts'
import type { Handler } from './handler.ts'
import { resolveServeOptions, type ServeOptions } from './serve-options.ts'
import { resolveSessionOptions } from './door-options.ts'
import { Sessions } from './sessions.ts'

/**
 * For adapters: all of `serve` that is the same on every platform. The platform listens on {@link Application.hostname}
 * and {@link Application.port}, answers each request with what {@link Application.answer} gives, and hands out what
 * {@link Application.serving} makes of it.
 *
 * @example
 * ```ts
 * const application = new Application(handler, options)
 * const { hostname, port } = application
 * const server = platform.listen(hostname, port, (request) =>
 *   application.answer({ request, open: (options) => openSession(request, options), isLeaving: () => false }),
 * )
 * return application.serving({ port: server.port, close: () => server.stop(), cut: () => server.kill() })
 * ```
 */
export class Application {
  /** Where to listen. */
  readonly hostname: string
  /** Where to listen; 0 for any free port. */
  readonly port: number
  /** For what fails where no handler is: in the platform, or in a body that it sends. */
  readonly onError: (error: unknown) => void
  readonly #answering: Answering
  readonly #sessions = new Sessions()
  readonly #closeTimeout: number
  readonly #clock: Clock

  /** @throws TypeError for a handler that is none; RangeError for options that cannot be. */
  constructor(handler: Handler, options: ServeOptions = {}) {
    if (typeof handler !== 'function') throw new TypeError(`handler must be a function, got ${typeof handler}`)
    const { port, hostname, closeTimeout, onError, door } = resolveServeOptions(options)
    this.hostname = hostname
    this.port = port
    this.onError = onError
    this.#answering = { handler, door, sessions: this.#sessions, onError }
    this.#closeTimeout = closeTimeout
    this.#clock = resolveSessionOptions(door).clock
  }

  /**
   * Answers one request by the handler. What that throws is told to `onError`: the client gets a 500 without details or,
   * if a session was opened, a stream that is cut, so that it comes back. Never rejects.
   */
  answer(exchange: Exchange): Promise<Response> {
    return answer(exchange, this.#answering)
  }

  /** What `serve` resolves with, once the platform listens. */
  serving(listening: Listening): EventServer {
    let closed: Promise<void> | undefined
    const close = (): Promise<void> => (closed ??= this.#close(listening))
    const { port } = listening
    return { url: serverUrl(this.hostname, port), port, close, [Symbol.asyncDispose]: close }
  }

  async #close(listening: Listening): Promise<void> {
    const cutting = this.#clock.setTimeout(() => {
      listening.cut()
      this.#sessions.cut()
    }, this.#closeTimeout)
    try {
      await Promise.all([listening.close(), this.#sessions.close()])
    } finally {
      this.#clock.clearTimeout(cutting)
    }
  }
}
