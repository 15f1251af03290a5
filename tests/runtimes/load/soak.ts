// Connections opened, cut and resumed: node load/soak.ts [--seconds 600] [--connections 10000] [--seed N]

import { parseArgs } from 'node:util'
import { soak } from './soaking.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    connections: { type: 'string', default: '10000' },
    seed: { type: 'string' },
  },
})
const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed)
const options = { seconds: Number(values.seconds), connections: Number(values.connections), seed }
console.log(JSON.stringify({ ...options, ...(await soak(options)) }))
