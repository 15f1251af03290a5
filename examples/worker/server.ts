import { serve } from '@eventwire/node'
import { queue } from './app.ts'

const { url } = await serve(queue(), { port: Number(process.argv[2] ?? 3417) })
console.log(`curl -d '{"task": "sweep"}' ${url}`)
