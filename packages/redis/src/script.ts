import { isScriptUnknown } from './failure.ts'
import type { Waiting } from './waiting.ts'

/** Sends a command. */
export type Send = (command: readonly string[]) => Promise<unknown>

/** A script, and the name that Redis keeps it under once it has run it. */
export class Script {
  readonly #source: string
  #sha: string | undefined
  #isNaming = false
  /** Calls that wait for an answer. */
  #flying = 0
  /** While calls are repeated: those that go on once no call flies any more. */
  #held: (() => void)[] | undefined

  constructor(source: string) {
    this.#source = source
  }

  /** Runs it, by name if Redis may know it, and else by its source. Calls are run in order. */
  async run(send: Send, operands: readonly string[], waiting: Waiting): Promise<unknown> {
    // What comes while calls are repeated would overtake those that have yet to learn that they must be.
    while (this.#held) await this.#hold(this.#held)
    if (waiting.isOver) throw new Error('Nobody waits any more')
    this.#flying += 1
    try {
      const reply = await send(this.#sha === undefined ? this.#bySource(operands) : ['EVALSHA', this.#sha, ...operands])
      this.#name()
      return reply
    } catch (error) {
      if (!isScriptUnknown(error) || waiting.isOver) throw error
      this.#held ??= []
      return await send(this.#bySource(operands))
    } finally {
      this.#flying -= 1
      if (this.#flying === 0) this.#release()
    }
  }

  #hold(held: (() => void)[]): Promise<void> {
    return new Promise((resolve) => held.push(resolve))
  }

  #release(): void {
    const held = this.#held
    this.#held = undefined
    for (const go of held ?? []) go()
  }

  #bySource(operands: readonly string[]): readonly string[] {
    return ['EVAL', this.#source, ...operands]
  }

  /** It was run, and can be called by name from now on. */
  #name(): void {
    if (this.#isNaming) return
    this.#isNaming = true
    // Where SHA-1 is forbidden (FIPS), the source is sent each time.
    nameOf(this.#source).then(
      (sha) => (this.#sha = sha),
      () => undefined,
    )
  }
}

async function nameOf(source: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(source))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
