import { FakeClock, faultyFetch, type FaultyFetch } from '@eventwire/conformance'
import { EventSource, type EventSourceInit } from '../src/index.ts'

export const PAGE = 'http://test/stream'

/** A source on a fake clock, what its server was asked, and all that its listeners heard: `type data id` and the state. */
export interface SourceScene {
  readonly clock: FakeClock
  readonly fetch: FaultyFetch
  readonly source: EventSource
  readonly heard: string[]
  /** When each request came, in ms after the first. */
  readonly times: number[]
}

export function sourceScene(
  script: Parameters<typeof faultyFetch>[0],
  init: EventSourceInit = {},
  types: readonly string[] = [],
): SourceScene {
  const clock = new FakeClock()
  const times: number[] = []
  const fetch = faultyFetch((request) => {
    times.push(clock.now())
    if (typeof script === 'function') return script(request)
    return script[request.number - 1] ?? { fault: 'hang' }
  }, clock)
  const source = new EventSource(PAGE, { clock, fetch, random: () => 0, ...init })
  const heard: string[] = []
  for (const type of ['open', 'message', 'error', ...types]) {
    source.addEventListener(type, (event) => {
      const said = event instanceof MessageEvent ? ` ${event.data} ${event.lastEventId}` : ''
      heard.push(`${type}${said} ${source.readyState}`)
    })
  }
  return { clock, fetch, source, heard, times }
}
