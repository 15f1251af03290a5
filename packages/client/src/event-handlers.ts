interface Handler {
  callback: object
  readonly listener: (this: unknown, event: Event) => void
}

/**
 * Event handler IDL attributes, such as `onmessage` (HTML §8.1.8.1): each is one listener, whose place among the others
 * is where it was first set.
 */
export class EventHandlers {
  readonly #target: EventTarget
  readonly #handlers = new Map<string, Handler>()

  constructor(target: EventTarget) {
    this.#target = target
  }

  get(type: string): object | null {
    return this.#handlers.get(type)?.callback ?? null
  }

  set(type: string, value: unknown): void {
    const handler = this.#handlers.get(type)
    // Web IDL §3.2.20, LegacyTreatNonObjectAsNull: any object is kept, though only a function is ever called.
    if ((typeof value === 'object' || typeof value === 'function') && value !== null) {
      if (handler) handler.callback = value
      else this.#activate(type, value)
    } else if (handler) {
      EventTarget.prototype.removeEventListener.call(this.#target, type, handler.listener)
      this.#handlers.delete(type)
    }
  }

  #activate(type: string, callback: object): void {
    const handler: Handler = {
      callback,
      listener(event) {
        // Not event.currentTarget, which Node has reset by the time of the last listener.
        if (typeof handler.callback === 'function') handler.callback.call(this, event)
      },
    }
    this.#handlers.set(type, handler)
    // Not by the target's own, which a subclass or a page may have replaced.
    EventTarget.prototype.addEventListener.call(this.#target, type, handler.listener)
  }
}
