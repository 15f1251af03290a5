import type { NodeResponse, NodeSocket } from './platform.ts'

/** The time from a request to the moment that its response is over: sent whole, or its client has left. */
export class ResponseLife {
  readonly #socket: NodeSocket
  /** Undefined once the socket is all that is left of it. */
  #response: NodeResponse | undefined
  #listeners: (() => void)[] | undefined
  #left: AbortController | undefined

  constructor({ socket }: { readonly socket: NodeSocket }, response: NodeResponse) {
    this.#socket = socket
    this.#response = response
  }

  get isOver(): boolean {
    const response = this.#response
    if (response?.stream) return response.stream.destroyed
    return response?.destroyed === true || this.#socket.destroyed
  }

  /** Aborts when the client leaves before it has all of the response. Made when it is first asked for. */
  get signal(): AbortSignal {
    const known = this.#left
    if (known) return known.signal
    const left = new AbortController()
    this.#left = left
    this.onOver(() => {
      if (!(this.#response ?? this.#socket).writableFinished) left.abort()
    })
    return left.signal
  }

  /** Calls back once when it is over, at once if it is already. */
  onOver(listener: () => void): void {
    if (this.isOver) return listener()
    if (this.#listeners) {
      this.#listeners.push(listener)
      return
    }
    this.#listeners = [listener]
    this.#watch()
  }

  /** Lets go of a response to whose end nobody looks any more: from now on it lives as long as its socket. */
  forgetResponse(): void {
    this.#response = undefined
  }

  #watch(): void {
    const response = this.#response
    const socket = this.#socket
    const over = (): void => {
      socket.off('close', over)
      const listeners = this.#listeners ?? []
      this.#listeners = []
      for (const listener of listeners) listener()
    }
    response?.on('close', over)
    if (response?.stream) return
    // Before Node 24 a response that waits behind another one of its connection is not told that the connection is lost.
    // One connection may have any number of them.
    socket.setMaxListeners(0)
    socket.on('close', over)
  }
}
