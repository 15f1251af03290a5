import type { CursorStore } from './cursor.ts'

/** Brings a cursor to its store: one save at a time, and of what comes meanwhile only the newest. */
export class CursorSaver {
  readonly #store: CursorStore
  readonly #report: (cause: unknown) => void
  #wanted: string | undefined
  #tried: string | undefined
  #hasFailed = false
  #isSaving = false
  #saving: Promise<void> | undefined

  /** @param report Gets what a save throws. */
  constructor(store: CursorStore, report: (cause: unknown) => void) {
    this.#store = store
    this.#report = report
  }

  save(id: string): void {
    this.#wanted = id
    if (!this.#isSaving) this.#saving = this.#saveNewest()
  }

  /** Resolves when the newest is saved, or has failed once more. */
  async flush(): Promise<void> {
    await this.#saving
    if (!this.#hasFailed || this.#isSaving) return
    this.#tried = undefined
    this.#saving = this.#saveNewest()
    await this.#saving
  }

  async #saveNewest(): Promise<void> {
    this.#isSaving = true
    while (this.#wanted !== undefined && this.#wanted !== this.#tried) {
      this.#tried = this.#wanted
      try {
        await this.#store.save(this.#tried)
        this.#hasFailed = false
      } catch (cause) {
        this.#hasFailed = true
        this.#report(cause)
      }
    }
    this.#isSaving = false
  }
}
