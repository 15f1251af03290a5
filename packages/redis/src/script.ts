/** A script, and the name that Redis keeps it under once it has run it. */
export class Script {
  readonly #source: string
  #sha: string | undefined

  constructor(source: string) {
    this.#source = source
  }

  /** Its call by name, or with its source as long as no Redis is known to have it. */
  call(keys: readonly string[], args: readonly string[]): readonly string[] {
    if (this.#sha === undefined) return this.callBySource(keys, args)
    return ['EVALSHA', this.#sha, String(keys.length), ...keys, ...args]
  }

  callBySource(keys: readonly string[], args: readonly string[]): readonly string[] {
    return ['EVAL', this.#source, String(keys.length), ...keys, ...args]
  }

  /** It was run, and can be called by name from now on. */
  async hasRun(): Promise<void> {
    if (this.#sha !== undefined) return
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-1', new TextEncoder().encode(this.#source)))
    this.#sha = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
}
