import type { Page } from '../src/index.ts'

/** A page whose events are fired by the test. */
export class FakePage extends EventTarget implements Page {
  readonly document = { hidden: false }
  readonly listeners = new Set<string>()

  override addEventListener(type: string, listener: (event: Event) => void): void {
    this.listeners.add(type)
    super.addEventListener(type, listener)
  }

  override removeEventListener(type: string, listener: (event: Event) => void): void {
    this.listeners.delete(type)
    super.removeEventListener(type, listener)
  }

  fire(type: string, hidden: boolean = this.document.hidden): void {
    this.document.hidden = hidden
    this.dispatchEvent(new Event(type))
  }
}
