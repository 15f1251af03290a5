import type { ConnectError } from './errors.ts'
import { EventHandlers } from './event-handlers.ts'
import { resolveInit, type EventSourceInit } from './event-source-init.ts'
import { SourceConnection } from './source-connection.ts'
import { ownUrl } from './url.ts'

/** The `error` event of an {@link EventSource}. */
export interface EventSourceErrorEvent extends Event {
  /**
   * Why; `error.willRetry` says whether the source comes back, as `readyState` does. Not in the standard, and not there
   * if it is the stream that has an event of the type `error`.
   */
  readonly error?: ConnectError
}

/** The events that have a type of their own; all others are `MessageEvent`s. */
export interface EventSourceEventMap {
  open: Event
  message: MessageEvent<string>
  error: EventSourceErrorEvent
}

/** What `onopen`, `onmessage` and `onerror` may be. They are called with the source as `this`. */
// Not with a `this` in the type, which would make the class another than the platform's for the compiler.
export type EventSourceHandler<Type extends Event> = ((event: Type) => unknown) | null

type Listener<Type extends Event> = (event: Type) => unknown

/** The methods of every EventTarget, which know here what comes with which type. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- it narrows what the class inherits, and adds nothing
export interface EventSource {
  addEventListener<Type extends keyof EventSourceEventMap>(
    type: Type,
    listener: Listener<EventSourceEventMap[Type]>,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: Listener<MessageEvent<string>> | EventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void
  removeEventListener<Type extends keyof EventSourceEventMap>(
    type: Type,
    listener: Listener<EventSourceEventMap[Type]>,
    options?: boolean | EventListenerOptions,
  ): void
  removeEventListener(
    type: string,
    listener: Listener<MessageEvent<string>> | EventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void
}

const STATES = { CONNECTING: 0, OPEN: 1, CLOSED: 2 } as const

/**
 * `EventSource` as HTML §9.2 has it, on `fetch`: to be used where the platform has none, or in place of the platform's
 * for what {@link EventSourceInit} adds. For new code that can loop over events, `connect` does more.
 *
 * Where it departs from the standard: a `Last-Event-ID` to another origin is preflighted, since a script sends it; the
 * events of a chunk are dispatched in one task, with a few microtasks between them, and not by a task each; one that
 * takes more than `maxEventBytes` closes the source, and so does a URL with a name or a password, which `fetch` refuses;
 * after failed attempts it waits longer than the reconnection time, as §9.2.3 allows.
 *
 * @throws SyntaxError (a DOMException) if `url` cannot be parsed, TypeError or RangeError for members of `init`.
 *
 * @example
 * ```ts
 * import { EventSource } from '@eventwire/client'
 *
 * const source = new EventSource('https://example.com/prices', { headers: { authorization: 'Bearer …' } })
 * source.onmessage = ({ data, lastEventId }) => console.log(data, lastEventId)
 * source.onerror = ({ error }) => console.warn(error?.message, error?.willRetry)
 * ```
 */
export class EventSource extends EventTarget {
  declare static readonly CONNECTING: 0
  declare static readonly OPEN: 1
  declare static readonly CLOSED: 2
  declare readonly CONNECTING: 0
  declare readonly OPEN: 1
  declare readonly CLOSED: 2
  declare readonly [Symbol.toStringTag]: string

  readonly #url: string
  readonly #withCredentials: boolean
  readonly #connection: SourceConnection
  readonly #handlers: EventHandlers = new EventHandlers(this)

  static {
    const constants = Object.entries(STATES).map(([name, value]) => [name, { value, enumerable: true }])
    Object.defineProperties(this, Object.fromEntries(constants))
    Object.defineProperties(this.prototype, Object.fromEntries(constants))
    Object.defineProperty(this.prototype, Symbol.toStringTag, { value: 'EventSource', configurable: true })
    // Web IDL §3.7.6 and §3.7.7: attributes and operations are enumerable, which those of a class are not.
    for (const name of ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close']) {
      Object.defineProperty(this.prototype, name, { enumerable: true })
    }
  }

  /** @param url Absolute, or relative to the page or the worker where there is one; anything else is made a string. */
  constructor(url: string | URL, init: EventSourceInit | null = {}) {
    super()
    if (arguments.length === 0) throw new TypeError('url must be given')
    const resolved = resolveInit(init)
    const target = parseUrl(url)
    this.#url = target.href
    this.#withCredentials = resolved.withCredentials
    this.#connection = new SourceConnection(target, resolved, {
      onOpen: () => void this.dispatchEvent(new Event('open')),
      onEvent: ({ type, data, lastEventId }, origin) => {
        const event = new MessageEvent(type, { data, origin, lastEventId })
        // Cloudflare's workerd takes the data and forgets the rest.
        if (event.origin !== origin) Object.defineProperty(event, 'origin', { value: origin })
        if (event.lastEventId !== lastEventId) Object.defineProperty(event, 'lastEventId', { value: lastEventId })
        this.dispatchEvent(event)
      },
      onError: (error) => {
        this.dispatchEvent(Object.defineProperty(new Event('error'), 'error', { value: error, enumerable: true }))
      },
    })
  }

  /** Absolute, as it was parsed; redirects do not change it. */
  get url(): string {
    return this.#url
  }

  get withCredentials(): boolean {
    return this.#withCredentials
  }

  /** `CONNECTING` also while it waits to reconnect. Has changed before the event that tells of it. */
  get readyState(): 0 | 1 | 2 {
    const { state } = this.#connection
    if (state === 'open') return STATES.OPEN
    return state === 'closed' ? STATES.CLOSED : STATES.CONNECTING
  }

  get onopen(): EventSourceHandler<Event> {
    return this.#handlers.get('open') as EventSourceHandler<Event>
  }

  set onopen(handler: EventSourceHandler<Event>) {
    this.#handlers.set('open', handler)
  }

  get onmessage(): EventSourceHandler<MessageEvent<string>> {
    return this.#handlers.get('message') as EventSourceHandler<MessageEvent<string>>
  }

  set onmessage(handler: EventSourceHandler<MessageEvent<string>>) {
    this.#handlers.set('message', handler)
  }

  get onerror(): EventSourceHandler<EventSourceErrorEvent> {
    return this.#handlers.get('error') as EventSourceHandler<EventSourceErrorEvent>
  }

  set onerror(handler: EventSourceHandler<EventSourceErrorEvent>) {
    this.#handlers.set('error', handler)
  }

  /** Ends it for good; nothing is dispatched any more, not even the rest of what has come. */
  close(): void {
    this.#connection.close()
  }
}

/** @throws SyntaxError (a DOMException) as §9.2.2 says. */
function parseUrl(url: string | URL): URL {
  const text = `${url}`
  const base = ownUrl()
  if (URL.canParse(text, base)) return new URL(text, base)
  throw new DOMException(
    `url must be a URL, absolute where there is no page to be relative to, got ${JSON.stringify(text)}`,
    'SyntaxError',
  )
}
