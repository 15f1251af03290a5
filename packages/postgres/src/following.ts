import { randomEpoch } from '@eventwire/server'
import type { PostgresConnection } from './connection.ts'
import type { Engine } from './engine.ts'
import { Listening } from './listening.ts'
import type { ResolvedOptions } from './options.ts'
import { restored, stored } from './text.ts'
import { Watch } from './watch.ts'

/** Logs of one call. */
const AT_ONCE = 1_000

/** Wakes those who follow logs: by notifications, and by a regular look at the heads for those that were lost. */
export class Following {
  readonly watch: Watch = new Watch()
  readonly #engine: Engine
  readonly #options: ResolvedOptions
  readonly #listening: Listening
  #timer: unknown
  /** A word that this node has sent to itself, and not heard yet. */
  #word: string | undefined
  #isClosed = false

  constructor(connection: PostgresConnection, engine: Engine, options: ResolvedOptions) {
    this.#engine = engine
    this.#options = options
    this.#listening = new Listening({
      connection,
      options,
      message: (payload) => this.#hear(payload),
      changed: () => {
        this.#word = undefined
        this.watch.wakeAll()
      },
    })
  }

  sleep(name: string, wake: () => void): () => void {
    if (this.#isClosed) return () => undefined
    this.#listening.want()
    this.#timer ??= this.#wait()
    return this.watch.sleep(name, wake)
  }

  close(): void {
    this.#isClosed = true
    this.#options.clock.clearTimeout(this.#timer)
    this.#listening.close()
    this.watch.wakeAll()
  }

  #hear(payload: string): void {
    if (payload === this.#word) {
      this.#word = undefined
      return
    }
    const [, tip, name] = /^(\S+ \d+ \S+ [01]) ([^]*)$/.exec(payload) ?? []
    if (tip !== undefined && name !== undefined) this.watch.tell(restored(name), tip)
  }

  #wait(): unknown {
    return this.#options.clock.setTimeout(() => void this.#check(), this.#options.checkInterval)
  }

  async #check(): Promise<void> {
    const { names } = this.watch
    if (this.#word !== undefined) {
      const deaf = `It hears no notification of its own for ${this.#options.checkInterval} ms`
      this.#listening.renew(new Error(`${deaf}: the connection is dead, or a pooler stands between`))
    }
    for (let from = 0; from < names.length && !this.#isClosed; from += AT_ONCE) {
      await this.#look(names.slice(from, from + AT_ONCE), from === 0)
    }
    this.#timer = this.watch.size > 0 && !this.#isClosed ? this.#wait() : undefined
  }

  async #look(names: readonly string[], withWord: boolean): Promise<void> {
    const word = withWord && this.#listening.isHeard ? `? ${randomEpoch()}` : ''
    if (word !== '') this.#word = word
    try {
      const texts = JSON.stringify(names.map(stored))
      const tips = (await this.#engine.call(
        'Looking at the logs in Postgres',
        'look',
        texts,
        word,
      )) as readonly string[]
      for (const [index, name] of names.entries()) this.watch.tell(name, tips[index] ?? '')
    } catch {
      // It may not have been sent.
      if (this.#word === word) this.#word = undefined
      // Those who follow read themselves, meet the failure, and tell whom they have to.
      for (const name of names) this.watch.wake(name)
    }
  }
}
