import { serve } from '@eventwire/node'
import { till } from './app.ts'

const [port = '3417', postgres = 'postgres://postgres@127.0.0.1/postgres'] = process.argv.slice(2)
const { handler } = await till(postgres)
const { url } = await serve(handler, { port: Number(port) })
console.log(`curl -N ${url}    and: curl -d 10 ${url}    and: curl -d -100 ${url}`)
