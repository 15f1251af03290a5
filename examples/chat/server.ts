import { serve } from '@eventwire/node'
import { chat } from './app.ts'

const { url } = await serve(chat(), { port: Number(process.argv[2] ?? 3416) })
console.log(`curl -N ${url}/rooms/lobby`)
console.log(`curl -d 'hello' ${url}/rooms/lobby`)
