import { startDemo } from './demo.ts'
import { Follower, type Happening } from './follower.ts'
import type { Options } from './options.ts'
import { Problem } from './problem.ts'

const EVENTS = 50
const CUT_AFTER = 25
/** Milliseconds that a cut is waited out, at least. */
const RETRY = 100
/** Milliseconds within which all must have come. */
const PATIENCE = 15_000

/**
 * The demo's main job without a terminal: follows the stream, cuts every connection halfway, and checks that each
 * position came exactly once.
 *
 * @returns a report to print.
 * @throws Problem if the check fails.
 */
export async function runOnce({ port = 0, tail }: Pick<Options, 'port' | 'tail'>): Promise<string> {
  await using demo = await startDemo({ port, tail, every: 40, retry: RETRY })
  const began = performance.now()
  const facts: Fact[] = []
  const resumes: Resumed[] = []
  const { promise: complete, resolve } = Promise.withResolvers<void>()
  const take = (happening: Happening): void => {
    if (happening.kind === 'resumed') resumes.push(happening)
    if (happening.kind !== 'fact' || facts.length === EVENTS) return
    facts.push(happening)
    if (facts.length === CUT_AFTER) demo.cut()
    if (facts.length === EVENTS) resolve()
  }
  const follower = new Follower(`${demo.url}/events`, take, { retry: { initialDelay: RETRY } })
  const late = AbortSignal.timeout(PATIENCE)
  late.addEventListener('abort', () => resolve())
  await Promise.race([complete, demo.publishing, follower.run()])
  await follower.close()
  return check(facts, resumes, performance.now() - began)
}

type Fact = Extract<Happening, { kind: 'fact' }>
type Resumed = Extract<Happening, { kind: 'resumed' }>

/** @throws Problem */
export function check(facts: readonly Fact[], resumes: readonly Resumed[], took: number): string {
  const numbers = new Set(facts.map(({ fact }) => fact.n))
  const ids = new Set(facts.map(({ id }) => id))
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  const missing = facts.length === 0 ? 0 : last - first + 1 - numbers.size
  const repeated = facts.length - Math.min(numbers.size, ids.size)
  const [resumed] = resumes

  if (facts.length < EVENTS) throw failed(`only ${facts.length} of ${EVENTS} events came in ${Math.round(took)} ms`)
  if (missing > 0 || repeated > 0) throw failed(`${missing} missing, ${repeated} repeated`)
  if (!resumed || resumes.length > 1) throw failed(`one cut was asked for, and ${resumes.length} were seen`)
  return [
    'eventwire demo --once',
    '',
    `  events    ${facts.length} in ${Math.round(took)} ms, ${facts[0]?.id} to ${facts.at(-1)?.id}`,
    `  channels  ${channels(facts)}`,
    `  cut       after ${resumed.after}, resumed ${Math.round(resumed.away)} ms later`,
    `  missing   ${missing}`,
    `  repeated  ${repeated}`,
    '',
    'Passed: every position came exactly once.',
  ].join('\n')
}

function failed(reason: string): Problem {
  return new Problem(`The check failed: ${reason}.`)
}

function channels(facts: readonly Fact[]): string {
  const byChannel = Map.groupBy(facts, ({ fact }) => fact.channel)
  return [...byChannel].map(([channel, list]) => `${channel} ${list.length}`).join(', ')
}
