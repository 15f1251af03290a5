import { expect, it } from 'vitest'
import { contest } from '../fanout/contest.ts'
import { rateTable } from '../logs/rate-table.ts'

const node = (label: string, cpu: number) => ({ label, run: async () => ({ cpu, rate: 1e9 / cpu, busy: 0 }) })

it('says the rate, and the cost in multiples of the first one', async () => {
  const outcome = await contest([node('floor', 20_000), node("floor (A')", 20_000), node('ours', 25_000)], false)
  const { columns, rows, remarks } = rateTable(outcome, { name: 'n', title: 't', unit: 'appends', cost: 'µs each' })
  expect(columns).toEqual(['node', 'appends/s', 'µs each', '× first', 'quartiles'])
  expect(rows[2]).toEqual(['ours', 40_000, 25, 1.25, '1.25 to 1.25'])
  expect(remarks).toEqual(['A/A strays by 0.0 % over 7 rounds.'])
})

it('says loudly that the floor has strayed from itself', async () => {
  const outcome = await contest([node('floor', 20_000), node("floor (A')", 22_000)], true)
  const { remarks } = rateTable(outcome, { name: 'n', title: 't', unit: 'appends', cost: 'µs each', remarks: ['more'] })
  expect(remarks).toEqual(['NOISY: A/A strays by 10.0 % over 3 rounds.', 'more'])
})
