import { serve } from '@eventwire/node'
import { node } from './app.ts'

const [port = '3417', redis = 'redis://127.0.0.1:6379', hostname = '127.0.0.1'] = process.argv.slice(2)
const { handler } = await node(redis)
const { url } = await serve(handler, { port: Number(port), hostname })
console.log(`curl -N ${url}    and, at any node: curl -d 'a line' ${url}`)
