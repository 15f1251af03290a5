import { expect, it } from 'vitest'
import { Order } from '../src/order.ts'

it('appends wait for those that open, and go on in the order of the calls', async () => {
  const order = new Order()
  const done: string[] = []
  const append = async (name: string): Promise<void> => {
    await order.turn()
    done.push(name)
  }
  const { promise, reject } = Promise.withResolvers<void>()
  const opening = order.opens(promise).catch(() => done.push('opened'))
  const appends = [append('one'), append('two')]
  await new Promise((resolve) => setImmediate(resolve))
  expect(done).toEqual([])
  reject(new Error('It failed, and is over all the same'))
  await opening
  await Promise.all([...appends, append('three')])
  expect(done).toEqual(['opened', 'one', 'two', 'three'])
  await append('four')
  expect(done.at(-1)).toBe('four')
})
