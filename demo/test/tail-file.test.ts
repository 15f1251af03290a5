import { chmod, mkdtemp, appendFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { publishTail, TailFile } from '../src/tail-file.ts'

const NOBODY = 65_534

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventwire-tail-'))
  path = join(folder, 'app.log')
  await writeFile(path, 'before\n')
})

afterEach(() => rm(folder, { recursive: true }))

describe('TailFile', () => {
  it('gives what is appended, not what was there', async () => {
    await using file = await TailFile.open(path)
    expect(await lines(file)).toEqual([])
    await appendFile(path, 'one\ntwo\n')
    expect(await lines(file)).toEqual(['one', 'two'])
    expect(await lines(file)).toEqual([])
  })

  it('waits for the rest of a line and of a character', async () => {
    await using file = await TailFile.open(path)
    const text = Buffer.from('kůň 🦄\n')
    for (const byte of text.subarray(0, -1)) {
      await appendFile(path, Uint8Array.of(byte))
      expect(await lines(file)).toEqual([])
    }
    await appendFile(path, text.subarray(-1))
    expect(await lines(file)).toEqual(['kůň 🦄'])
  })

  it('reads more than it reads at a time', async () => {
    await using file = await TailFile.open(path)
    const many = Array.from({ length: 20_000 }, (_, index) => `line ${index} ž`)
    await appendFile(path, `${many.join('\n')}\n`)
    expect(await lines(file)).toEqual(many)
  })

  it('begins anew when the file is truncated', async () => {
    await using file = await TailFile.open(path)
    await appendFile(path, 'one\nunfinis')
    expect(await lines(file)).toEqual(['one'])
    await truncate(path)
    await appendFile(path, 'two\n')
    expect(await lines(file)).toEqual(['unfinis', 'two'])
  })

  it('follows the name when the file is rotated, after the last of the old one', async () => {
    await using file = await TailFile.open(path)
    await appendFile(path, 'one\n')
    expect(await lines(file)).toEqual(['one'])
    await rename(path, `${path}.1`)
    await appendFile(`${path}.1`, 'two\nlast')
    expect(await lines(file)).toEqual(['two'])
    await writeFile(path, 'first of the new one\n')
    expect(await lines(file)).toEqual(['last', 'first of the new one'])
    await appendFile(path, 'second\n')
    expect(await lines(file)).toEqual(['second'])
  })

  it('waits while there is no file of the name', async () => {
    await using file = await TailFile.open(path)
    await rm(path)
    expect(await lines(file)).toEqual([])
    await writeFile(path, 'back\n')
    expect(await lines(file)).toEqual(['back'])
  })

  it('refuses with a sentence what it cannot read', async () => {
    const missing = join(folder, 'nothing.log')
    await expect(TailFile.open(missing)).rejects.toThrow(`Cannot follow ${missing}: there is no such file.`)
    await expect(TailFile.open(folder)).rejects.toThrow(`Cannot follow ${folder}: it is not a regular file.`)
    await expect(TailFile.open(join(path, 'x'))).rejects.toThrow('there is no such file.')
  })

  it('refuses what it has no right to read', async () => {
    await chmod(folder, 0o755)
    await chmod(path, 0)
    const isRoot = process.geteuid?.() === 0
    // Root may read everything.
    if (isRoot) process.seteuid?.(NOBODY)
    try {
      await expect(TailFile.open(path)).rejects.toThrow(`Cannot follow ${path}: reading it is not permitted.`)
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })
})

describe('publishTail', () => {
  it('publishes lines as they come, and stops when told to', async () => {
    await using file = await TailFile.open(path)
    const over = new AbortController()
    const published: string[] = []
    const running = publishTail(
      file,
      async (line) => {
        published.push(line)
        if (line === 'one') await appendFile(path, 'two\n')
        if (line === 'two') over.abort()
      },
      { every: 1, signal: over.signal },
    )
    await appendFile(path, 'one\n')
    await running
    expect(published).toEqual(['one', 'two'])
  })

  it('tells its caller what fails', async () => {
    await using file = await TailFile.open(path)
    await appendFile(path, 'one\n')
    const { signal } = new AbortController()
    await expect(publishTail(file, failing, { every: 1, signal })).rejects.toThrow('no room')
  })
})

async function lines(file: TailFile): Promise<string[]> {
  return Array.fromAsync(file.appended())
}

async function failing(): Promise<void> {
  throw new Error('no room')
}
