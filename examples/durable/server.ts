import { serve } from '@eventwire/node'
import { notes } from './app.ts'

const { url } = await serve(notes('notes.db').handler, { port: Number(process.argv[2] ?? 3417) })
console.log(`curl -N ${url}    and: curl -d 'a note' ${url}    and then kill me and start me again`)
