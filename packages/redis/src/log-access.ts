import type { Mark } from '@eventwire/server'
import { APPEND } from './append-script.ts'
import { grouped, spread } from './append-groups.ts'
import { Appender, type Append, type Appended } from './appender.ts'
import { CHECK, DELETE, END } from './end-scripts.ts'
import type { Engine } from './engine.ts'
import { Feed } from './feed.ts'
import type { Feeds } from './feeds.ts'
import type { LogKeys } from './log-keys.ts'
import type { Nonces } from './nonces.ts'
import type { ResolvedOptions } from './options.ts'
import { entriesAfter, plainRange, sizesOf, withEntries, type Sizes } from './plain-range.ts'
import { positionParts, type PositionParts } from './position.ts'
import { READ } from './read-script.ts'
import { readingOf, type Reading } from './reading.ts'
import { Script } from './script.ts'
import type { Waiting } from './waiting.ts'

/** The scripts of a store. */
export interface Scripts {
  readonly append: Script
  readonly read: Script
  readonly check: Script
  readonly end: Script
  readonly delete: Script
}

export function makeScripts(): Scripts {
  const [append, read] = [new Script(APPEND), new Script(READ)]
  return { append, read, check: new Script(CHECK), end: new Script(END), delete: new Script(DELETE) }
}

/** What the logs of a store share. */
export interface Shared {
  readonly engine: Engine
  readonly feeds: Feeds
  readonly scripts: Scripts
  readonly options: ResolvedOptions
  readonly nonces: Nonces
  /** Whether appends have to be guarded against a client that sends them twice. */
  readonly resends: boolean
}

/** Entries, and bytes of data, that one who follows is given at a time. */
const PAGE = { limit: 1_000, maxBytes: 256 * 1024 } as const

/** Redis, for one log. */
export class LogAccess {
  readonly #shared: Shared
  readonly #name: string
  readonly #keys: LogKeys
  #sizes: Sizes | undefined
  readonly #appender = new Appender((appends, waiting) => this.#append(appends, waiting))

  constructor(shared: Shared, name: string, keys: LogKeys) {
    this.#shared = shared
    this.#name = name
    this.#keys = keys
  }

  /** @param contents label and data of each entry. @returns `undefined` if the log has ended */
  append(contents: readonly string[], idempotencyKey: string | undefined): Promise<Appended | undefined> {
    const key = idempotencyKey === undefined ? '' : `k${idempotencyKey}`
    const size = contents.reduce((sum, { length }) => sum + length, key.length)
    const append = { contents, key, size }
    return this.#shared.engine.inTime(this.#what('Appending to'), size, (waiting) =>
      this.#appender.add(append, waiting),
    )
  }

  read(after: string, limit: number, maxBytes: number): Promise<Reading> {
    return this.#read(after, limit, maxBytes)
  }

  /** The log's bounds. */
  look(): Promise<Reading> {
    return this.#read(undefined, 0, 1)
  }

  /** Rejects if the client's user may not be woken. */
  async check(): Promise<void> {
    await this.#tell('Checking', this.#shared.scripts.check)
  }

  async end(): Promise<void> {
    await this.#tell('Ending', this.#shared.scripts.end)
  }

  async delete(): Promise<void> {
    const { meta, entries, asked, sent, wake } = this.#keys
    const keys = [meta, entries, ...asked, ...sent]
    await this.#run('Deleting', this.#shared.scripts.delete, { keys, args: [wake] })
    this.#shared.feeds.finish(wake)
  }

  /** What those who follow the log on this node share. */
  feed(): Feed {
    return this.#shared.feeds.of(this.#keys.wake, () => {
      const read = (after: Mark): Promise<Reading> => this.#read(after.position, PAGE.limit, PAGE.maxBytes)
      const feed = new Feed(read, (callback) => this.#shared.options.clock.turn(callback))
      return { feed, look: async () => feed.observe(await this.look()) }
    })
  }

  wake(): void {
    this.#shared.feeds.wake(this.#keys.wake)
  }

  get #maxAge(): string {
    const { maxAge } = this.#shared.options
    return maxAge === Infinity ? '0' : String(maxAge)
  }

  async #append(appends: readonly Append[], waiting: Waiting): Promise<readonly (Appended | undefined)[]> {
    const { engine, scripts, options, resends } = this.#shared
    const { meta, entries, asked, sent, wake } = this.#keys
    const { maxEntries, keyTtl, maxKeys } = options
    const limits = [String(maxEntries), resends ? '1' : '', String(keyTtl), String(maxKeys)]
    const args = [this.#shared.nonces.next(), this.#maxAge, wake, ...limits]
    const keys = [meta, entries]
    let hasKeys = false
    for (const { key, contents } of grouped(appends)) {
      hasKeys ||= key !== ''
      args.push(key, String(contents.length / 2), ...contents)
    }
    if (hasKeys) keys.push(...asked)
    if (resends) keys.push(...sent)
    const reply = await engine.send({ script: scripts.append, what: this.#what('Appending to'), keys, args }, waiting)
    return spread(appends, String(reply[1]))
  }

  async #read(after: string | undefined, limit: number, maxBytes: number): Promise<Reading> {
    const parts = after === undefined ? undefined : positionParts(after)
    const range = parts && this.#sizes && plainRange(this.#keys.entries, parts, this.#sizes, { limit, maxBytes })
    const [answer, reply] = await this.#runRead(parts, range ? 0 : limit, maxBytes, range)
    const reading = readingOf(answer, after)
    const entries = range && entriesAfter(parts, reply)
    const full = entries ? withEntries(reading, entries) : reading
    this.#sizes = sizesOf(full, this.#sizes)
    if (!range || entries || reading.verdict.kind === 'gap') return full
    // Something has happened between the two: one step tells what.
    const [again] = await this.#runRead(parts, limit, maxBytes, undefined)
    return readingOf(again, after)
  }

  #runRead(
    parts: PositionParts | undefined,
    limit: number,
    maxBytes: number,
    range: readonly string[] | undefined,
  ): Promise<readonly [readonly unknown[], unknown]> {
    const { meta, entries } = this.#keys
    const { epoch, seq, tag } = parts ?? { epoch: '', seq: '0', tag: '' }
    const most = [limit, maxBytes].map((each) => String(Math.min(each, Number.MAX_SAFE_INTEGER)))
    const args = [this.#shared.nonces.next(), this.#maxAge, epoch, seq, tag, ...most]
    const task = { script: this.#shared.scripts.read, what: this.#what('Reading'), keys: [meta, entries], args }
    return this.#shared.engine.runWith(task, range)
  }

  async #tell(act: string, script: Script): Promise<void> {
    const { meta, entries, wake } = this.#keys
    await this.#run(act, script, { keys: [meta, entries], args: [this.#shared.nonces.next(), '0', wake] })
  }

  #run(
    act: string,
    script: Script,
    task: { readonly keys: readonly string[]; readonly args: readonly string[] },
  ): Promise<readonly unknown[]> {
    return this.#shared.engine.run({ script, what: this.#what(act), ...task })
  }

  #what(act: string): string {
    return `${act} the log ${JSON.stringify(this.#name)} in Redis`
  }
}
