import { describe, expect, expectTypeOf, it } from 'vitest'
import { InvalidDataError, type Channel, type StandardSchema } from '../src/index.ts'
import { dataOf, Scene } from './scene.ts'

interface Price {
  readonly symbol: string
  readonly amount: number
}

const price: StandardSchema<Price, Price> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: async (value) => {
      const { symbol, amount } = Object(value) as Partial<Price>
      if (typeof amount !== 'number') return { issues: [{ message: 'must be a number', path: [{ key: 'amount' }] }] }
      return { value: { symbol: String(symbol).toUpperCase(), amount } }
    },
  },
}

describe('a channel with a schema', () => {
  it('checks what is published and sends what the schema makes of it as JSON', async () => {
    const scene = new Scene()
    const client = await scene.join()
    const prices = scene.hub.channel('prices', price)
    expectTypeOf(prices).toEqualTypeOf<Channel<Price>>()
    await prices.publish({ type: 'price', data: { symbol: 'a', amount: 42 } })
    await scene.clock.settle()
    expect(dataOf(client)).toEqual(['{"symbol":"A","amount":42}'])
  })

  it('refuses at the call what the schema refuses, and appends nothing', async () => {
    const scene = new Scene()
    const data = { symbol: 'a', amount: 'much' } as unknown as Price
    const error = await scene.hub
      .channel('prices', price)
      .publish({ data })
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(InvalidDataError)
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({ code: 'invalid-data', channel: 'prices', issues: [{ message: 'must be a number' }] })
    expect(String(error)).toContain('"prices" is not what its schema says: data.amount: must be a number')
    expect((await scene.log.bounds()).head.seq).toBe(0)
  })

  it('is refused where the name has another schema, or is used without it', () => {
    const { hub } = new Scene()
    hub.channel('prices', price)
    expect(() => hub.channel('prices', price)).not.toThrow()
    expect(() => hub.channel('prices', { ...price })).toThrow(/one name has one schema/)
    expect(() => hub.channel('prices')).toThrow(TypeError)
    expect(() => hub.channel('other', {} as StandardSchema)).toThrow(/Standard Schema/)
  })

  it('refuses what has no JSON', async () => {
    const anything: StandardSchema<unknown, unknown> = {
      '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) },
    }
    const channel = new Scene().hub.channel('any', anything)
    await expect(channel.publish({ data: undefined })).rejects.toThrow(/no JSON/)
  })
})
