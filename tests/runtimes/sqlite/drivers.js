/** What opens an SQLite file: its name → a function from a path to a connection with `close`. */
const drivers = {
  async 'node:sqlite'() {
    const { DatabaseSync } = await import('node:sqlite')
    return (path) => new DatabaseSync(path)
  },
  async 'better-sqlite3'() {
    const { default: Database } = await import('better-sqlite3')
    return (path) => new Database(path)
  },
  async 'bun:sqlite'() {
    const { Database } = await import('bun:sqlite')
    return (path) => new Database(path)
  },
}

const ofRuntime = { node: ['node:sqlite', 'better-sqlite3'], deno: ['node:sqlite'], bun: ['bun:sqlite'] }

/**
 * The drivers that a runtime has.
 *
 * @param {string} runtime
 * @returns {Promise<readonly (readonly [name: string, connect: (path: string) => any])[]>}
 */
export async function driversOf(runtime) {
  const names = ofRuntime[runtime] ?? []
  return Promise.all(names.map(async (name) => [name, await drivers[name]()]))
}
