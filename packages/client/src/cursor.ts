/**
 * Keeps a place in a stream beyond the life of a connection: in a file, a database, `localStorage`.
 *
 * @example
 * ```ts
 * const cursor: CursorStore = {
 *   load: () => readFile('place', 'utf8').catch(() => undefined),
 *   save: (id) => writeFile('place', id),
 * }
 * ```
 */
export interface CursorStore {
  /**
   * The id saved last, or `undefined` if there is none. Called before the first request, and again before the next if
   * it fails; not called if the connection is given a `lastEventId`.
   */
  load(): string | null | undefined | PromiseLike<string | null | undefined>
  /**
   * Keeps `id`, which may be empty. Not called again before it is done; ids that come meanwhile give way to newer ones.
   * The end of a connection waits for it, however long it takes: a store that may hang needs a timeout of its own.
   */
  save(id: string): void | PromiseLike<void>
}

/**
 * A place in memory, for connections of one process that take over from each other, and for tests.
 *
 * @param id Where to begin.
 *
 * @example
 * ```ts
 * const cursor = memoryCursor()
 * for await (const event of connect(url, { cursor })) if (handle(event) === 'enough') break
 * for await (const event of connect(url, { cursor })) handle(event) // begins with the event that was 'enough'
 * ```
 */
export function memoryCursor(id?: string): CursorStore {
  let saved = id
  return {
    load: () => saved,
    save: (id) => {
      saved = id
    },
  }
}

/**
 * A place in `localStorage`, or in any storage with its methods, so that a page goes on after a reload where it was.
 * Two pages with the same key would take each other's place: use `sessionStorage` for one place per tab.
 *
 * @param storage What to keep it in. @default localStorage
 * @throws TypeError if there is no such storage, as in workers.
 *
 * @example
 * ```ts
 * connect('/prices', { cursor: storageCursor('prices', sessionStorage) })
 * ```
 */
export function storageCursor(key: string, storage: CursorStorage = localStorageOf(globalThis)): CursorStore {
  return {
    load: () => storage.getItem(key),
    save: (id) => storage.setItem(key, id),
  }
}

/** The part of the Web Storage API that {@link storageCursor} needs. */
export interface CursorStorage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

// Only pages have it: asked for by name, since nothing else here may know the platform.
function localStorageOf({ localStorage }: { localStorage?: CursorStorage }): CursorStorage {
  if (localStorage) return localStorage
  throw new TypeError('storage must be given where there is no localStorage')
}
