import type { Transaction } from './transaction.ts'

/** Settles the promise of who asked for it. */
interface Settling<T> {
  resolve(value: T): void
  reject(error: unknown): void
}

/** Something to be written in a transaction with others. */
export class Job<T> {
  /** What it counts while it waits. */
  readonly bytes: number
  /** What the writer had waited in all when it came. */
  readonly since: number
  readonly #act: (transaction: Transaction) => T
  readonly #settling: Settling<T>
  #result: { readonly value: T } | undefined

  constructor(bytes: number, since: number, act: (transaction: Transaction) => T, settling: Settling<T>) {
    this.bytes = bytes
    this.since = since
    this.#act = act
    this.#settling = settling
  }

  /** May come again, if the transaction was rolled back. */
  run(transaction: Transaction): void {
    this.#result = { value: this.#act(transaction) }
  }

  /** What it wrote is on the disk. */
  resolve(): void {
    if (this.#result) this.#settling.resolve(this.#result.value)
  }

  reject(error: unknown): void {
    this.#settling.reject(error)
  }
}
