import { fetchEventSource } from '@microsoft/fetch-event-source'

/** Runs `use` where there are as much of a window and a document as fetchEventSource needs, and takes them away again. */
export async function inWindow<Value>(use: (fetch: typeof fetchEventSource) => Promise<Value>): Promise<Value> {
  const names = { window: globalThis, document: { addEventListener() {}, removeEventListener() {}, hidden: false } }
  const before = Object.keys(names).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)
  for (const [name, value] of Object.entries(names)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
  try {
    return await use(fetchEventSource)
  } finally {
    for (const [name, property] of before) {
      if (property === undefined) Reflect.deleteProperty(globalThis, name)
      else Object.defineProperty(globalThis, name, property)
    }
  }
}
