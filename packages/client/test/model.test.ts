import { FakeClock, faultyFetch, type FaultyAnswer, type FaultyRequest } from '@eventwire/conformance'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connect, ConnectError, type Connection, type StateChange } from '../src/index.ts'
import { FakePage } from './fake-page.ts'
import { scenario, type Plan, type Scenario } from './model-scenario.ts'

describe('connect, on any schedule of responses, errors, stalls, closing, sleeping, hiding and clock jumps', () => {
  it('loses and repeats nothing, waits as asked, and makes one attempt at a time and none after the end', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, (given) => new Run(given).check()),
      { numRuns: 1_000 },
    )
  })
})

class Run {
  readonly #given: Scenario
  readonly #clock = new FakeClock(1_000_000)
  readonly #fetch = faultyFetch((request) => this.#answer(request))
  readonly #abort = new AbortController()
  readonly #page = new FakePage()
  readonly #delivered: string[] = []
  /** What must not happen, from within callbacks whose errors the connection would take for the server's. */
  readonly #violations: unknown[] = []
  #jumped = 0
  /** How long the machine can have slept, for all that the connection knows. */
  #slept = 0
  #isHidden = false
  /** The server's part: what it asks for, and whether it has said that there is nothing more. */
  #retryLine: { readonly bytes: number; readonly retry: number } | undefined
  #retryAfter: number | undefined
  #reconnectionTime = 1_000
  #isFinal = false
  /** The consumer's part. */
  #isForced = false
  #isOver = false
  #waitingSince = 0
  #asked = 0

  constructor(given: Scenario) {
    this.#given = given
  }

  async check(): Promise<void> {
    const { size, ending, jumps, randoms, plans, steps } = this.#given
    let thrown = 0
    const connection = connect('http://test/', {
      clock: this.#clock,
      fetch: this.#fetch,
      signal: this.#abort.signal,
      page: this.#page,
      random: () => randoms[(thrown += 1) % randoms.length] ?? 0,
      onStateChange: (change) => this.#onStateChange(change),
    })
    for (const { at, what } of steps) this.#clock.setTimeout(() => this.#step(what, connection), at)
    this.#clock.setTimeout(() => this.#step('pageshow', connection), 100_001)
    for (const { at, by } of jumps) this.#clock.setTimeout(() => this.#jump(by), at)
    if (ending && ending.how !== 'break') this.#clock.setTimeout(() => this.#end(connection), ending.after)

    const consumed = this.#consume(connection)
    // Long enough for every wait there is.
    await this.#clock.advance((plans.length + steps.length + 2) * 2 ** 31)
    const isStuck = connection.state !== 'closed'
    await connection.close()
    const error = await this.#clock.run(consumed)

    expect(this.#violations).toEqual([])
    expect(isStuck).toBe(false)
    if (!this.#isOver && error === undefined && !this.#hasStopped()) expect(this.#delivered.length).toBe(size)
    expect([this.#fetch.active, this.#clock.pending, connection.state]).toEqual([0, 0, 'closed'])
    const requests = this.#fetch.requests.length
    await this.#clock.advance(2 ** 31)
    expect(this.#fetch.requests.length).toBe(requests)
  }

  #jump(milliseconds: number): void {
    this.#jumped += milliseconds
    this.#slept += Math.max(0, milliseconds)
    this.#clock.jump(milliseconds)
  }

  #step(what: string, connection: Connection): void {
    if (what === 'pagehide') this.#isHidden = true
    if (what === 'pageshow') this.#isHidden = false
    // The caller's own wish: no wait, and no regard for what the page does.
    if (what === 'reconnect' && !this.#isOver) this.#isForced = true
    if (what !== 'reconnect') this.#page.fire(what)
    else connection.reconnect()
  }

  #end(connection: Connection): void {
    this.#isOver = true
    if (this.#given.ending?.how === 'abort') this.#abort.abort()
    else void connection.close()
  }

  /** Resolves with the error that the iteration throws. */
  async #consume(connection: Connection): Promise<unknown> {
    const { ending, pauses } = this.#given
    try {
      for await (const { data, lastEventId } of connection) {
        this.#delivered.push(data)
        const count = this.#delivered.length
        // The n-th event that comes is the n-th of the log: nothing lost, nothing repeated.
        this.#demand(
          [data, lastEventId, connection.lastEventId].every((id) => id === String(count)),
          `event ${count}`,
        )
        this.#demand(!this.#isOver, 'no event after the end')
        if (ending?.how === 'break' && count === ending.after) {
          this.#isOver = true
          break
        }
        const pause = pauses[count] ?? 0
        if (pause > 0) await new Promise<void>((resolve) => this.#clock.setTimeout(resolve, pause))
      }
      return undefined
    } catch (error) {
      const isExpected = error instanceof ConnectError ? this.#isFinal : error === this.#abort.signal.reason
      this.#demand(isExpected, error)
      return error
    }
  }

  #onStateChange({ state, delay = 0, cause }: StateChange): void {
    if (state !== 'waiting') return
    const bytesRead = this.#fetch.requests.at(-1)?.bytesRead ?? 0
    if (this.#retryLine && bytesRead >= this.#retryLine.bytes) this.#reconnectionTime = this.#retryLine.retry
    this.#asked = this.#retryAfter ?? this.#reconnectionTime
    if (cause?.code === 'interrupted') this.#asked = 0
    if (cause?.message === 'The machine slept') {
      this.#demand(this.#slept > 90_000, 'no sleep where the clock is right')
      this.#asked = Math.max(0, this.#reconnectionTime - this.#slept)
    }
    // As long as a timer can.
    this.#asked = Math.min(2 ** 31 - 1, this.#asked)
    this.#waitingSince = this.#elapsed()
    this.#demand(delay >= this.#asked, `a wait of ${delay} ms where ${this.#asked} were asked for`)
  }

  #answer({ number, lastEventId }: FaultyRequest): FaultyAnswer {
    const { length } = this.#delivered
    const waited = this.#elapsed() - this.#waitingSince
    this.#demand(!this.#isOver, 'no request after the end')
    this.#demand(!this.#isFinal, 'no request after a final answer')
    this.#demand(this.#fetch.active === 1, 'one request at a time')
    this.#demand(lastEventId === (length === 0 ? '' : String(length)), `to resume after ${length}, not ${lastEventId}`)
    if (!this.#isForced) {
      this.#demand(number === 1 || waited >= this.#asked, `a request after ${waited} ms, not ${this.#asked}`)
      this.#demand(!this.#isHidden, 'no request while the page is hidden')
    }
    this.#isForced = false
    this.#retryLine = undefined
    this.#retryAfter = undefined
    const plan = this.#given.plans[number - 1]
    return plan?.kind === 'answer' ? this.#refuse(plan.answer) : this.#serve(Number(lastEventId), plan)
  }

  #refuse(answer: FaultyAnswer): FaultyAnswer {
    const { status = 200, fault, headers } = answer
    const seconds = Number(headers?.['retry-after'])
    if (seconds >= 0) this.#retryAfter = seconds * 1_000
    this.#isFinal = status < 408 && fault !== 'refuse' && fault !== 'hang'
    return answer
  }

  #serve(after: number, plan: Plan | undefined): FaultyAnswer {
    const { size } = this.#given
    if (!plan && after === size) {
      this.#isFinal = true
      return { status: 204 }
    }
    const ids = Array.from({ length: size - after }, (_, index) => after + index + 1)
    const events = ids.map((id) => `:c\nid: ${id}\r\ndata: ${id}\n\n`).join('')
    if (plan?.kind !== 'serve') return { body: events }
    const { retry, cut, fault, chunkBytes } = plan
    const head = retry === undefined ? '' : `retry: ${retry}\n`
    if (retry !== undefined) this.#retryLine = { bytes: head.length, retry }
    const body = head + events
    return { body, fault, faultAt: Math.floor(cut * (body.length + 1)), chunkBytes }
  }

  #hasStopped(): boolean {
    return this.#given.plans.some((plan) => plan.kind === 'answer' && plan.answer.status === 204)
  }

  /** Time as timers see it, whatever the wall clock says. */
  #elapsed(): number {
    return this.#clock.now() - this.#jumped
  }

  #demand(isTrue: boolean, otherwise: unknown): void {
    if (!isTrue) this.#violations.push(otherwise)
  }
}
