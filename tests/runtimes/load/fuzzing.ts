import { connect } from 'node:net'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { until } from '../servers/until.js'
import { judge, type Judged } from './answers.ts'
import { established } from './established.ts'
import { hostileRequests } from './hostile-requests.ts'
import { Random } from './random.ts'
import { Subject, type Runtime } from './subject.ts'

const AT_ONCE = 24
/** Milliseconds that a server has to answer what it must answer. */
const PATIENCE = 5_000

export interface FuzzReport {
  readonly connections: number
  /** Status → how often; `closed` where the server closed the connection without one, `left` where the client did. */
  readonly answers: Readonly<Record<string, number>>
}

/**
 * Asks the server of a runtime whatever comes to mind for so many seconds.
 *
 * @throws Error with the seed of the connection, for an answer that must not be, for none, and for a process that does
 * not come to rest.
 */
export async function fuzz(
  runtime: Runtime,
  { seconds, seed }: { seconds: number; seed: number },
): Promise<FuzzReport> {
  await using subject = await Subject.start(runtime, 'fuzz-server.js')
  const random = new Random(seed)
  const deadline = performance.now() + seconds * 1_000
  const answers: Record<string, number> = {}
  let connections = 0

  async function work(): Promise<void> {
    while (performance.now() < deadline) {
      const own = random.seed()
      connections += 1
      const { statuses, fault, end } = await attempt(subject.port, new Random(own))
      if (!subject.lives) throw new Error(`The process died at or before seed ${own}: ${subject.complaints}`)
      if (fault !== undefined) throw new Error(`Seed ${own}: ${fault}`)
      for (const status of statuses.length > 0 ? statuses : [end]) answers[status] = (answers[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))

  const errors = await subject.order<readonly string[]>('rest')
  if (errors.length > 0) throw new Error(`onError was told ${errors.length} times, first: ${errors[0]}`)
  await until(
    () => established(subject.port) === 0,
    () => `no connection is left, of ${established(subject.port)}`,
  )
  if (subject.complaints !== '')
    throw new Error(`It wrote to its standard error: ${subject.complaints.slice(0, 2_000)}`)
  return { connections, answers }
}

interface Attempt extends Judged {
  /** Who closed it. */
  readonly end: 'closed' | 'left'
}

/** One connection, from its seed: what is sent, in which pieces, and how it ends. */
async function attempt(port: number, random: Random): Promise<Attempt> {
  const { text, isWellFormed } = hostileRequests(random)
  const isCut = random.chance(0.15)
  const bytes = Buffer.from(isCut ? text.slice(0, random.below(text.length + 1)) : text, 'latin1')
  const socket = connect({ port, host: '127.0.0.1' })
  const heard = { text: '', isOver: false }
  const over = (): void => void (heard.isOver = true)
  socket.on('data', (data) => (heard.text += data.toString('latin1')))
  socket.on('error', over).on('close', over).on('end', over)

  const size = random.chance(0.3) ? 1 + random.below(200) : bytes.length
  for (let start = 0; start < bytes.length && !heard.isOver; start += size) {
    socket.write(bytes.subarray(start, start + size))
    await turn()
  }
  const halfCloses = random.chance(0.1)
  if (halfCloses) socket.end()
  const hasAnswer = (): boolean => heard.isOver || heard.text.includes('\r\n\r\n')
  const mustAnswer = isWellFormed && !isCut && !halfCloses && random.chance(0.8)
  const deadline = performance.now() + (mustAnswer ? PATIENCE : random.below(30))
  while (!hasAnswer() && performance.now() < deadline) await wait(1)
  const isAnswered = hasAnswer()
  if (isAnswered) await wait(random.below(15))
  // Node leaves a socket behind that is reset while it ends, and polls it for ever.
  if (random.chance(0.3) && socket.readyState === 'open') socket.resetAndDestroy()
  else socket.destroy()
  const end = heard.isOver ? 'closed' : 'left'
  if (mustAnswer && !isAnswered)
    return { statuses: [], end, fault: `no answer to ${JSON.stringify(text.slice(0, 1_000))}` }
  return { ...judge(heard.text), end }
}
