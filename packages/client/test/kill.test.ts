import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { encode } from '@eventwire/encoder'
import { expect, it } from 'vitest'

/** Of each kind of consumer: a hundred altogether at least, and a hundred each in CI. */
const KILLS = process.env['CI'] ? 100 : 34
const CONSUMER = join(import.meta.dirname, 'kill-consumer.ts')

it.concurrent.each(['processed', 'manual', 'prefetching'])(
  `a consumer killed ${KILLS} times (%s) sees every event, and each once if it drops what it has`,
  { timeout: 240_000 },
  async (kind) => {
    await using log = await openLog()
    const folder = mkdtempSync(join(tmpdir(), 'eventwire-kill-'))
    writeFileSync(join(folder, 'seen'), '')
    const run = (mayEnd: boolean) => consume([log.url, kind, folder], mayEnd)
    // Compiles the sources once for all that follow: who is killed leaves no cache behind.
    expect(await run(true)).toBe(0)
    log.end = Infinity
    for (let kill = 0; kill < KILLS; kill += 1) expect(await run(false)).toBe('SIGKILL')
    const before = idsIn(join(folder, 'seen'))
    log.end = Math.max(0, ...before) + 50
    expect(await run(true)).toBe(0)

    const all = Array.from({ length: log.end }, (_, index) => index + 1)
    const seen = idsIn(join(folder, 'seen'))
    expect([...new Set(seen)].toSorted((a, b) => a - b)).toEqual(all)
    expect(idsIn(join(folder, 'kept'))).toEqual(all)
    // The kills have met something: work was lost and done again, and most of it was not.
    expect(seen.length).toBeGreaterThan(all.length)
    expect(log.end).toBeGreaterThan(KILLS * 2)
    rmSync(folder, { recursive: true })
  },
)

/** Starts the consumer, and kills it at some point of its life; resolves with what has ended it. */
async function consume(args: string[], mayEnd: boolean): Promise<string | number> {
  const child = spawn(process.execPath, ['--conditions=@eventwire/source', CONSUMER, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(args.at(-1) ?? '', 'compiled') },
  })
  const exit = once(child, 'exit')
  if (!mayEnd) {
    // Before it works, one time in five; otherwise after the first events.
    const sign = Math.random() < 0.2 ? /ready/ : /\./
    await new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (output: string) => {
        if (sign.test(output)) resolve()
      })
    })
    await setTimeout(Math.random() * 30)
    child.kill('SIGKILL')
  }
  child.stdout.resume()
  const [code, signal] = await exit
  return signal ?? code
}

interface Log extends AsyncDisposable {
  readonly url: string
  /** The last id that there will be. */
  end: number
}

/** A log on a server that resumes exactly, and cuts its responses short at any byte. */
async function openLog(): Promise<Log> {
  const server: Server = createServer((request, response) => {
    const after = Number(request.headers['last-event-id'] ?? 0)
    if (after >= log.end) {
      response.writeHead(204).end()
      return
    }
    const last = Math.min(log.end, after + 100)
    let body = 'retry: 1\n\n'
    for (let id = after + 1; id <= last; id += 1) body += encode({ id: String(id), data: `event ${id}` })
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    if (Math.random() < 0.5) response.end(body)
    else response.write(body.slice(0, Math.random() * body.length), () => response.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const log: Log = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    end: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return log
}

function idsIn(file: string): number[] {
  return readFileSync(file, 'utf8').trim().split('\n').filter(Boolean).map(Number)
}
