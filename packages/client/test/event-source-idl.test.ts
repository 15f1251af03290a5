/* oxlint-disable unicorn/prefer-add-event-listener -- event handlers are what is tested, and what people have in their fingers */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { EventSource } from '../src/index.ts'
import { PAGE, sourceScene } from './event-source-scene.ts'

const hang = (): Promise<Response> => new Promise(() => undefined)
const open: EventSource[] = []

function source(url: unknown = PAGE, init: unknown = { fetch: hang }): EventSource {
  const made = new EventSource(url as string, init as { fetch: typeof hang })
  open.push(made)
  return made
}

afterEach(() => {
  for (const one of open.splice(0)) one.close()
  vi.unstubAllGlobals()
})

describe('the interface, as Web IDL has it', () => {
  it('has a name, a length, a tag, a prototype', () => {
    expect([EventSource.name, EventSource.length]).toEqual(['EventSource', 1])
    expect(String(source())).toBe('[object EventSource]')
    expect(Object.getPrototypeOf(EventSource)).toBe(EventTarget)
    expect(() => Reflect.apply(EventSource, undefined, [PAGE])).toThrow(TypeError)
    const tag = Object.getOwnPropertyDescriptor(EventSource.prototype, Symbol.toStringTag)
    expect(tag).toMatchObject({ writable: false, enumerable: false, configurable: true })
  })

  it.each([
    ['CONNECTING', 0],
    ['OPEN', 1],
    ['CLOSED', 2],
  ])('has the constant %s on the class and its prototype', (name, value) => {
    for (const holder of [EventSource, EventSource.prototype]) {
      const property = Object.getOwnPropertyDescriptor(holder, name)
      expect(property).toEqual({ value, writable: false, enumerable: true, configurable: false })
    }
    expect(source()).toHaveProperty(name, value)
  })

  it('has enumerable attributes and operations, in the order of the standard where it shows', () => {
    const names = ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close']
    for (const name of names) {
      expect(Object.getOwnPropertyDescriptor(EventSource.prototype, name), name).toMatchObject({
        enumerable: true,
        configurable: true,
      })
    }
    const seen: string[] = []
    for (const name in source()) seen.push(name)
    expect(seen).toEqual(expect.arrayContaining(names))
    expect(Object.keys(source())).toEqual([])
  })

  it.each(['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror'])(
    '%s is for EventSources only',
    (name) => {
      const { get, set } = Object.getOwnPropertyDescriptor(EventSource.prototype, name) ?? {}
      for (const other of [{}, EventSource.prototype, new EventTarget(), undefined]) {
        expect(() => get?.call(other)).toThrow(TypeError)
        if (set) expect(() => set.call(other, () => undefined)).toThrow(TypeError)
      }
      if (!name.startsWith('on')) expect(set).toBeUndefined()
    },
  )

  it('close() is for EventSources only, and may be called again', () => {
    expect(() => EventSource.prototype.close.call({} as EventSource)).toThrow(TypeError)
    const made = source()
    expect([made.close(), made.close(), made.readyState]).toEqual([undefined, undefined, 2])
  })

  it('is a drop-in for the compiler, too', () => {
    const platform: typeof globalThis.EventSource = EventSource
    const one: globalThis.EventSource = source()
    expect([platform.OPEN, one.OPEN]).toEqual([1, 1])
  })

  it('can be extended', () => {
    class Mine extends EventSource {}
    const made = new Mine(PAGE, { fetch: hang })
    open.push(made)
    expect([made instanceof EventSource, made.readyState, Mine.CLOSED]).toEqual([true, 0, 2])
  })
})

describe('the arguments', () => {
  it('url is made a string', () => {
    expect(source(new URL('http://test/a b')).url).toBe('http://test/a%20b')
    expect(source({ toString: () => 'http://test/\uD800' }).url).toBe('http://test/%EF%BF%BD')
    expect(source('  HTTP://TEST:80/x#y ').url).toBe('http://test/x#y')
    expect(() => source(Symbol('x'))).toThrow(TypeError)
    expect(() => Reflect.construct(EventSource, [])).toThrow(TypeError)
  })

  it.each(['', 'relative', '/path', 'http://', 'http://a b/', '//test/'])(
    'url %j is a SyntaxError without a page',
    (url) => {
      expect(() => source(url)).toThrow(expect.objectContaining({ name: 'SyntaxError', code: 12 }))
      expect(() => source(url)).toThrow(DOMException)
    },
  )

  it('url is relative to the base of the page, or to the worker', () => {
    vi.stubGlobal('location', { href: 'http://worker.test/dir/worker.js' })
    expect(source('x?y').url).toBe('http://worker.test/dir/x?y')
    expect(source('').url).toBe('http://worker.test/dir/worker.js')
    vi.stubGlobal('document', { baseURI: 'http://page.test/base/' })
    expect(source('../x').url).toBe('http://page.test/x')
  })

  it.each([undefined, null, {}, { fetch: hang, unknown: 1 }, () => undefined])('init may be %o', (init) => {
    vi.stubGlobal('fetch', hang)
    expect(source(PAGE, init).withCredentials).toBe(false)
  })

  it.each([1, 'x', true])('init may not be %o', (init) => {
    expect(() => source(PAGE, init)).toThrow(TypeError)
  })

  it.each([
    [1, true],
    ['', false],
    [undefined, false],
    [{}, true],
  ])('withCredentials: %o is %s', (given, withCredentials) => {
    expect(source(PAGE, { fetch: hang, withCredentials: given }).withCredentials).toBe(withCredentials)
  })

  it.each([
    ['fetch', 1, TypeError],
    ['headers', { 'a b': 'c' }, TypeError],
    ['lastEventId', 'a\n', TypeError],
    ['lastEventId', 1, TypeError],
    ['reconnectionTime', -1, RangeError],
    ['reconnectionTime', NaN, RangeError],
    ['reconnectionTime', 'x', RangeError],
    ['maxEventBytes', 0, RangeError],
    ['random', 1, TypeError],
  ])('%s: %o is refused by name', (name, value, kind) => {
    expect(() => source(PAGE, { fetch: hang, [name]: value })).toThrow(kind)
    if (name !== 'headers') expect(() => source(PAGE, { fetch: hang, [name]: value })).toThrow(name)
  })
})

describe('event handlers', () => {
  it('are null, then what they are set to, and primitives are null', () => {
    const made = source()
    for (const name of ['onopen', 'onmessage', 'onerror'] as const) {
      expect(made[name]).toBeNull()
      const handler = vi.fn()
      made[name] = handler
      expect(made[name]).toBe(handler)
      for (const none of [null, undefined, 1, 'x', true, Symbol('x')]) {
        made[name] = handler
        made[name] = none as null
        expect(made[name]).toBeNull()
      }
    }
  })

  it('that are objects are kept and not called, as LegacyTreatNonObjectAsNull says', async () => {
    const { clock, source: made } = sourceScene([{ body: 'data: a\n\n', fault: 'stall' }])
    open.push(made)
    const handleEvent = vi.fn()
    const handler = { handleEvent }
    made.onmessage = handler as never
    expect(made.onmessage).toBe(handler)
    await clock.advance(0)
    expect(handleEvent).not.toHaveBeenCalled()
  })

  it('stand among the listeners where they were first set, and again where they are set after null', async () => {
    const { clock, source: made } = sourceScene([{ body: 'data: a\n\n', fault: 'stall' }, { body: '' }])
    open.push(made)
    const called: string[] = []
    made.addEventListener('message', () => called.push('first'))
    made.onmessage = () => called.push('replaced')
    made.addEventListener('message', () => called.push('second'))
    made.onmessage = () => called.push('handler')
    made.onopen = () => called.push('gone')
    made.addEventListener('open', () => called.push('open listener'))
    made.onopen = null
    made.onopen = () => called.push('open handler')
    await clock.advance(0)
    expect(called).toEqual(['open listener', 'open handler', 'first', 'handler', 'second'])
  })

  it('are called with the source as this', async () => {
    const { clock, source: made } = sourceScene([{ fault: 'stall' }])
    open.push(made)
    const handler = vi.fn()
    made.onopen = handler
    await clock.advance(0)
    expect(handler.mock.contexts).toEqual([made])
  })
})
