import { serve, type EventServer, type Handler } from '@eventwire/node'
import { createApp } from './app.ts'
import { Broadcast } from './broadcast.ts'
import { publishFacts } from './facts.ts'
import { loadPage } from './page.ts'
import { Problem, systemCode } from './problem.ts'
import { publishTail, TailFile } from './tail-file.ts'

/** Taken unless another port is asked for, so that the address stays the same from run to run. */
const DEFAULT_PORT = 4300
/** Milliseconds from one look at the followed file to the next. */
const TAIL_EVERY = 200

export interface DemoOptions {
  /** Undefined: the default one, or another if that is taken. */
  readonly port: number | undefined
  readonly tail: string | undefined
  /** Milliseconds from one look at the machine to the next. */
  readonly every: number
  /** Milliseconds that clients are asked to wait before they come back. */
  readonly retry: number
}

/** A demo that runs. */
export interface Demo extends AsyncDisposable {
  readonly url: string
  /** Rejects if what is published cannot be got any more; resolves when the demo is over. */
  readonly publishing: Promise<unknown>
  /** Cuts every connection. */
  cut(): void
}

/** @throws Problem for a file that cannot be read or a port that cannot be had. */
export async function startDemo({ port, tail, every, retry }: DemoOptions): Promise<Demo> {
  await using stack = new AsyncDisposableStack()
  const file = tail === undefined ? undefined : stack.use(await TailFile.open(tail))
  const broadcast = new Broadcast(Date.now().toString(36))
  const server = stack.use(await listen(createApp(broadcast, await loadPage()), port, retry))
  stack.defer(() => broadcast.close())

  const over = new AbortController()
  const { signal } = over
  const publishing = Promise.all([
    publishFacts((fact) => broadcast.publish(fact), { every, signal }),
    file && publishTail(file, (line) => broadcast.publish({ channel: 'tail', line }), { every: TAIL_EVERY, signal }),
  ])
  stack.defer(async () => {
    over.abort()
    await Promise.allSettled([publishing])
  })

  const rest = stack.move()
  return {
    url: server.url,
    publishing,
    cut: () => void broadcast.cut(),
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  }
}

async function listen(app: Handler, port: number | undefined, retry: number): Promise<EventServer> {
  try {
    return await serve(app, { port: port ?? DEFAULT_PORT, retry })
  } catch (error) {
    const code = systemCode(error)
    if (code === 'EADDRINUSE' && port === undefined) return serve(app, { port: 0, retry })
    if (code === 'EADDRINUSE') throw new Problem(`Port ${port} is in use: name another, or none to get a free one.`)
    if (code === 'EACCES') throw new Problem(`Port ${port} needs more rights than you have: name one above 1023.`)
    throw error
  }
}
