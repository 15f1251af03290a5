import cluster, { type Worker } from 'node:cluster'
import { serve } from '@eventwire/node'
import { ticks } from './app.ts'

const WORKERS = 2
const [port = '3417', file = 'ticks.db'] = process.argv.slice(2)
const { handler, publish } = ticks(file)

if (cluster.isPrimary) await lead()
else await serve(handler, { port: Number(port) })

/** Publishes, and keeps the workers at work. They end when this process does. */
async function lead(): Promise<void> {
  const serving = new Set<Worker>()
  cluster.on('listening', (worker, address) => {
    serving.add(worker)
    console.log(`curl -iN http://127.0.0.1:${address.port}    is served by ${worker.process.pid}, and others`)
  })
  cluster.on('exit', (worker) => {
    // One that has never served would not the next time either: it has said why.
    if (!serving.delete(worker)) process.exit(1)
    cluster.fork()
  })
  for (let count = 0; count < WORKERS; count += 1) cluster.fork()
  for (let tick = 1; ; tick += 1) {
    await publish(`tick ${tick}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
