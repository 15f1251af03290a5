import { serve } from '@eventwire/node'
import { node } from './app.ts'

const [port = '3417', nats = '127.0.0.1:4222'] = process.argv.slice(2)
const { handler } = await node(nats)
const { url } = await serve(handler, { port: Number(port) })
console.log(`curl -N ${url}    and, at any node: curl -d 'a line' ${url}`)
