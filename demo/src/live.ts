import { startDemo } from './demo.ts'
import { Follower, type Happening } from './follower.ts'
import { readKeys } from './keys.ts'
import type { Options } from './options.ts'
import { factRow, headRow, noticeRow, type Paper } from './rows.ts'
import { clip } from './width.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs the demo in this terminal, or wherever its output goes, until it is told to stop. */
export async function runLive({ port, tail }: Options): Promise<void> {
  const { stdin, stdout } = process
  await using stack = new AsyncDisposableStack()
  const demo = stack.use(await startDemo({ port, tail, every: 1_000, retry: 1_000 }))
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>()

  for (const signal of SIGNALS) process.once(signal, stop)
  stack.defer(() => SIGNALS.forEach((signal) => process.off(signal, stop)))
  // Whoever reads the output may leave (`| head`), and a terminal may hang up.
  stdout.on('error', stop)
  const hasKeys = stdin.isTTY && stdout.isTTY
  if (hasKeys) {
    stdin.on('error', stop)
    const keys = readKeys(stdin, (key) => {
      if (key === 'c') demo.cut()
      if (QUIT.has(key)) stop()
    })
    stack.use(keys)
  }

  const paper = (): Paper => paperOf(stdout)
  stdout.write(`${welcome(demo.url, hasKeys, paper())}\n${headRow(paper())}\n`)
  let events = 0
  let cuts = 0
  const follower = new Follower(`${demo.url}/events`, (happening) => {
    if (happening.kind === 'fact') events += 1
    if (happening.kind === 'cut') cuts += 1
    stdout.write(`${row(happening, paper())}\n`)
  })
  stack.defer(() => follower.close())
  await Promise.race([stopped, demo.publishing, follower.run()])

  const { missing, repeated } = follower.total
  const counts = `${plural(events, 'event')}, ${plural(cuts, 'cut')}, ${missing} missing, ${repeated} repeated`
  stdout.write(`${noticeRow(`■ closed: ${counts}`, Date.now(), paper())}\n`)
}

/** Ctrl-C and Ctrl-D, which are keys like others in a terminal that is read key by key, mean what they always do. */
const QUIT: ReadonlySet<string> = new Set(['q', 'ctrl-c', 'ctrl-d'])

function welcome(url: string, hasKeys: boolean, { columns }: Paper): string {
  const lines = [
    '',
    clip('eventwire: this machine as one event stream, resumed exactly after every cut', columns),
    '',
    `  page  ${url}/`,
    `  curl  curl -N ${url}/events`,
    ...(hasKeys ? [clip('  keys  c cuts all connections, q or Ctrl-C quits', columns)] : []),
    '',
  ]
  return lines.join('\n')
}

function row(happening: Happening, paper: Paper): string {
  switch (happening.kind) {
    case 'fact':
      return factRow(happening.id, happening.fact, paper)
    case 'cut':
      return noticeRow(`✂ cut after ${happening.after}, back in ${seconds(happening.delay)}`, Date.now(), paper)
    case 'resumed': {
      const { missing, repeated } = happening.seam
      const sentence = `↻ resumed after ${happening.after}: ${missing} missing, ${repeated} repeated`
      return noticeRow(`${sentence}, away for ${seconds(happening.away)}`, Date.now(), paper)
    }
    case 'gap':
      return noticeRow(`⚠ gap: ${happening.data}`, Date.now(), paper)
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** No colour where it is not wanted (no-color.org) or not understood. */
function paperOf({ isTTY, columns }: NodeJS.WriteStream): Paper {
  if (!isTTY) return { columns: Infinity, colour: false }
  // A terminal that does not know its width says 0.
  return { columns: columns || 80, colour: !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb' }
}
