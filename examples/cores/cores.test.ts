import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Follower } from './follower.ts'
import { StartedServer } from './started-server.ts'

const CLIENTS = 12

it('clients are spread over two workers, and go on at another when theirs is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cores-'))
  try {
    await using server = await StartedServer.start(join(folder, 'ticks.db'))
    await using stack = new AsyncDisposableStack()
    const all = Array.from({ length: CLIENTS }, () => stack.use(new Follower(server.url)))
    await Promise.all(all.map((one) => one.read(20)))

    const workers = [...new Set(all.map(({ worker }) => worker))]
    expect(workers).toHaveLength(2)
    const [doomed = 0] = workers
    const theirs = all.filter(({ worker }) => worker === doomed)
    expect(theirs.length).toBeGreaterThan(0)
    process.kill(doomed, 'SIGKILL')

    await Promise.all(theirs.map((one) => one.readFromAnother()))
    await Promise.all(all.map((one) => one.read(20)))
    // Who was not cut may be behind who was: all of them as far as the farthest.
    const last = Math.max(...all.map(({ ticks }) => ticks.at(-1) ?? 0))
    await Promise.all(all.map((one) => one.readTo(last)))

    expect(all.filter(({ worker }) => worker === doomed)).toEqual([])
    const ids = new Map<number, string>()
    for (const { ticks, events } of all) {
      // Each without a hole or a repeat, and so no gap event either.
      expect(ticks).toEqual(ticks.map((_, index) => (ticks[0] ?? 0) + index))
      for (const { data, id } of events) {
        const tick = Number(data.slice('tick '.length))
        expect(id).toBe(ids.get(tick) ?? id)
        ids.set(tick, id)
      }
    }
    expect(new Set(ids.values()).size).toBe(ids.size)
    await server.until(3)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
