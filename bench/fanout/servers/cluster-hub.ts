import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { FanoutServer } from '../subject.ts'
import { fileHub } from './file-hub.ts'

/** A hub that publishes in this process, and the same in so many others, which serve one port; without any, in this. */
export async function clusterHub(workers: number): Promise<FanoutServer> {
  const folder = mkdtempSync(join(tmpdir(), 'eventwire-cores-'))
  const file = join(folder, 'ticks.db')
  const { publish, serve } = await fileHub(file)
  const started: Worker[] = []
  const stop = (): void => {
    for (const worker of started) worker.process.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  if (workers === 0) return { port: await serve(), publish, stop }
  cluster.setupPrimary({ exec: join(import.meta.dirname, 'cluster-worker.js'), args: [file] })
  let port = 0
  for (let count = 0; count < workers; count += 1) {
    const worker = cluster.fork()
    started.push(worker)
    const [address] = (await once(worker, 'listening')) as [{ readonly port: number }]
    port = address.port
  }
  const pids = [process.pid, ...started.map((worker) => worker.process.pid ?? 0)]
  return { port, pids, publish, stop }
}
