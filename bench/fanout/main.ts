import type { Bench } from '../harness/bench.ts'
import { channels, users } from './cases/channels.ts'
import { cores } from './cases/cores.ts'
import { delivery } from './cases/delivery.ts'
import { growth } from './cases/growth.ts'
import { idle } from './cases/idle.ts'
import { latency } from './cases/latency.ts'
import { pipe, webPipe } from './cases/pipe.ts'
import { quiet } from './cases/quiet.ts'
import { secure } from './cases/secure.ts'
import { stalled } from './cases/stalled.ts'
import { separateCores } from './cores.ts'
import type { Case } from './setting.ts'
import { subjectsOn } from './subjects.ts'

const READERS = [100, 1_000, 5_000] as const
const PER_TURN = [1, 4, 16] as const

/** Everywhere. */
const ANYWHERE: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    READERS.flatMap((readers) =>
      PER_TURN.map((events) => [`fanout-${events}x${readers}`, delivery(events, readers)] as const),
    ),
  ),
  'fanout-idle-1000': idle(1_000),
  'fanout-idle-5000': idle(5_000),
  'fanout-idle-10000': idle(10_000),
  'fanout-time': latency,
  'fanout-web-pipe-1': webPipe(1),
  'fanout-web-pipe-16': webPipe(16),
}

const ON_NODE: Readonly<Record<string, Case>> = {
  'fanout-pipe-1': pipe(1),
  'fanout-pipe-16': pipe(16),
  'fanout-https-1': secure('https', 1),
  'fanout-https-16': secure('https', 16),
  'fanout-http2-1': secure('http2', 1),
  'fanout-http2-16': secure('http2', 16),
  'fanout-channels': channels,
  'fanout-users': users,
  'fanout-quiet': quiet,
  'fanout-cores': cores,
  'fanout-growth': growth,
  'fanout-stalled': stalled,
}

/** The names of what can be measured on a runtime. */
export function cases(runtime: string): readonly string[] {
  return Object.keys(casesOn(runtime))
}

function casesOn(runtime: string): Readonly<Record<string, Case>> {
  return runtime.startsWith('node') ? { ...ANYWHERE, ...ON_NODE } : ANYWHERE
}

/** One publish, many readers: what it costs the server, by the operating system's account of its process. */
export const fanoutBench: Bench = async ({ quick, only = '', under }) => {
  if (under === undefined) throw new TypeError('fanout is run from Node and told what to measure')
  const found = casesOn(under.name)[only]
  if (found === undefined) throw new TypeError(`fanout has no case ${only} on ${under.name}`)
  const { subjects, absent } = subjectsOn(under.name)
  for (const sentence of absent) console.error(sentence)
  return found({ name: only, runtime: under.name, quick, subjects, absent, program: under, cores: separateCores() })
}
