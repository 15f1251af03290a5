import { assertEqual, show } from './assert.ts'
import { dataOf, fill, Follower, numbers, readAny, readPage } from './log-scene.ts'
import type { LogStoreLike, LogSubject } from './log-subject.ts'
import type { Check } from './suite.ts'

const MANY = 10_000

/** What a store of logs promises. */
export const logStoreChecks: readonly Check<LogSubject>[] = [
  storeCheck('store: a name is a log, and the same log as long as it is not deleted', async (store) => {
    const names = ['a', 'A', '', ' ', 'a/b', "'; --", '__proto__', 'имя 💥', '{a}:b', 'x'.repeat(200)]
    for (const name of names) await fill(store.open(name), 1)
    for (const name of names) {
      const log = store.open(name)
      const { floor, head } = await log.bounds()
      assertEqual([dataOf(await readPage(log, floor.position)), head.seq - floor.seq], [['1'], 1], `The log ${name}`)
    }
  }),

  storeCheck('store: a log that was deleted is gone, and one of its name begins anew', async (store) => {
    const old = store.open('a')
    const [position = ''] = await fill(old, 3)
    await fill(store.open('b'), 1)
    const follower = await Follower.of(old, { at: 'head' })
    const next = follower.next()
    await store.delete('a')
    await store.delete('never was')
    // The end, a failure or a gap, if another log has the name already: but nobody is left waiting.
    const freed = await next.then(
      () => follower.entries.length === 0,
      () => true,
    )
    assertEqual(freed, true, 'Who slept at the deleted log')
    const anew = store.open('a')
    const { floor, head } = await anew.bounds()
    assertEqual(floor, head, 'Empty')
    await fill(anew, 5, 7)
    const verdict = await readAny(anew, position)
    if (verdict.kind !== 'gap') throw new Error(`A position of the deleted log must be a gap, got ${show(verdict)}`)
    assertEqual(['epoch-changed', 'unreadable'].includes(verdict.gap.reason), true, `Not ${verdict.gap.reason}`)
    assertEqual(dataOf(await readPage(anew, floor.position)), numbers(7, 11), 'The new one')
    const other = store.open('b')
    assertEqual(dataOf(await readPage(other, (await other.bounds()).floor.position)), ['1'], 'Another is left alone')
  }),

  storeCheck('store: 10,000 logs are open at once, and none gets what is of another', async (store) => {
    const names = numbers(1, MANY)
    await inTurn(names, async (name) => {
      const log = store.open(name)
      return log.append([{ channel: 'c', data: name }])
    })
    const followed = names.filter((_, index) => index % 100 === 0)
    const followers = await inTurn(followed, (name) => Follower.of(store.open(name), { at: 'floor' }))
    await inTurn(names, (name) => store.open(name).append([{ channel: 'c', data: `${name} again` }]))
    for (const [index, name] of followed.entries()) {
      const follower = followers[index]
      await follower?.until(2)
      assertEqual(follower?.seen, [name, `${name} again`], `Who follows log ${name}`)
      await follower?.return()
    }
    for (const name of [names[0] ?? '', names[4_999] ?? '', names[MANY - 1] ?? '']) {
      const log = store.open(name)
      assertEqual(
        dataOf(await readPage(log, (await log.bounds()).floor.position)),
        [name, `${name} again`],
        `Log ${name}`,
      )
    }
  }),
]

function storeCheck(name: string, run: (store: LogStoreLike) => Promise<void>): Check<LogSubject> {
  return {
    name,
    async run(subject) {
      await using store = await subject.openStore()
      await run(store)
    },
  }
}

/** Two hundred at a time: no engine is to be judged by how much it queues. */
async function inTurn<T>(names: readonly string[], act: (name: string) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let at = 0; at < names.length; at += 200) {
    results.push(...(await Promise.all(names.slice(at, at + 200).map(act))))
  }
  return results
}
