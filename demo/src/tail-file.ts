import { open, stat, type FileHandle } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { setInterval } from 'node:timers/promises'
import { LineReader } from './lines.ts'
import { Problem, systemCode } from './problem.ts'

/** Bytes read at a time. */
const CHUNK = 64 * 1024

/**
 * The lines appended to a file, also after it was truncated, or replaced by another of its name (rotation). A file that
 * was truncated and has outgrown its old length before one looks again cannot be told from one that grew.
 */
export class TailFile implements AsyncDisposable {
  readonly #path: string
  readonly #buffer = new Uint8Array(CHUNK)
  readonly #reader = new LineReader()
  #file: FileHandle
  #offset: number

  private constructor(path: string, file: FileHandle, offset: number) {
    this.#path = path
    this.#file = file
    this.#offset = offset
  }

  /** @throws Problem for a file that cannot be read. */
  static async open(path: string): Promise<TailFile> {
    try {
      const found = await stat(path)
      // Opening a pipe would wait for who writes to it.
      if (!found.isFile()) throw new Problem(`Cannot follow ${path}: it is not a regular file.`)
      return new TailFile(path, await open(path), found.size)
    } catch (error) {
      if (error instanceof Problem) throw error
      throw new Problem(`Cannot follow ${path}: ${REASONS.get(systemCode(error) ?? '') ?? String(error)}.`)
    }
  }

  /** Every line that was completed since it was last asked, as fast as they are taken. */
  async *appended(): AsyncGenerator<string, void, undefined> {
    const successor = await this.#successor()
    const { size } = await this.#file.stat()
    if (size < this.#offset) {
      yield* this.#reader.end()
      this.#offset = 0
    }
    yield* this.#upTo(size)
    if (!successor) return
    yield* this.#reader.end()
    await this.#file.close()
    this.#file = successor
    this.#offset = 0
    yield* this.#upTo((await successor.stat()).size)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }

  /** The file that now has the name, if it is another one. */
  async #successor(): Promise<FileHandle | undefined> {
    const named = await ifThere(stat(this.#path))
    if (!named?.isFile() || same(named, await this.#file.stat())) return undefined
    return ifThere(open(this.#path))
  }

  /** Not to the end, which for a file that grows fast enough never comes. */
  async *#upTo(size: number): AsyncGenerator<string, void, undefined> {
    while (this.#offset < size) {
      const { bytesRead } = await this.#file.read(this.#buffer, 0, CHUNK, this.#offset)
      if (bytesRead === 0) return
      this.#offset += bytesRead
      yield* this.#reader.push(this.#buffer.subarray(0, bytesRead))
    }
  }
}

/** Publishes what is appended to the file, looking every so many milliseconds. */
export async function publishTail(
  file: TailFile,
  publish: (line: string) => Promise<void>,
  { every, signal }: { readonly every: number; readonly signal: AbortSignal },
): Promise<void> {
  try {
    for await (const _ of setInterval(every, undefined, { signal })) {
      for await (const line of file.appended()) await publish(line)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
  ['EACCES', 'reading it is not permitted'],
  ['EPERM', 'reading it is not permitted'],
])

function same(one: Stats, other: Stats): boolean {
  return one.ino === other.ino && one.dev === other.dev
}

/** Between two steps of a rotation there may be no file of the name, or none that can be read yet. */
async function ifThere<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found
  } catch (error) {
    if (REASONS.has(systemCode(error) ?? '')) return undefined
    throw error
  }
}
