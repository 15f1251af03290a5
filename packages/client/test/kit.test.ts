import { FakeClock, faultyFetch, type FaultyAnswer } from '@eventwire/conformance'
import { describe, expect, it } from 'vitest'

describe('FakeClock', () => {
  it('fires timers in order, also those that timers set', async () => {
    const clock = new FakeClock(5)
    const fired: unknown[] = []
    const note = (name: string) => () => fired.push([name, clock.now()])
    clock.setTimeout(note('c'), 30)
    clock.setTimeout(async () => {
      note('a')()
      await undefined
      clock.setTimeout(note('b'), 10)
    }, 10)
    clock.clearTimeout(clock.setTimeout(note('never'), 15))
    clock.setTimeout(note('later'), 31)
    await clock.advance(30)
    expect(fired).toEqual([
      ['a', 15],
      ['b', 25],
      ['c', 35],
    ])
    expect([clock.now(), clock.pending]).toEqual([35, 1])
  })

  it('fires too long a timer at once, as platforms do', async () => {
    const clock = new FakeClock()
    await clock.run(new Promise<void>((resolve) => clock.setTimeout(resolve, 3_000_000_000)))
    expect(clock.now()).toBe(1)
  })

  it('runs until a promise settles, and says so if it never will', async () => {
    const clock = new FakeClock()
    const sleep = (milliseconds: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, milliseconds))
    expect(
      await clock.run(
        sleep(1_000)
          .then(() => sleep(500))
          .then(() => clock.now()),
      ),
    ).toBe(1_500)
    await expect(clock.run(Promise.reject(new Error('mine')))).rejects.toThrow('mine')
    await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('Still waiting')
  })

  it('jumps without timers noticing', async () => {
    const clock = new FakeClock()
    const timer = new Promise<number>((resolve) => clock.setTimeout(() => resolve(clock.now()), 100))
    clock.jump(-1_000_000)
    expect(await clock.run(timer)).toBe(-999_900)
  })
})

describe('faultyFetch', () => {
  const URL = 'http://test/'

  async function chunksOf(answer: FaultyAnswer): Promise<unknown[]> {
    const chunks: unknown[] = []
    try {
      const { body } = await faultyFetch([answer])(URL)
      for await (const chunk of body ?? []) chunks.push(new TextDecoder().decode(chunk))
    } catch (error) {
      chunks.push(error instanceof Error && error.message)
    }
    return chunks
  }

  it('splits, cuts and breaks where it is told', async () => {
    expect(await chunksOf({ body: 'abcde' })).toEqual(['abcde'])
    expect(await chunksOf({ body: 'abcde', chunkBytes: 2 })).toEqual(['ab', 'cd', 'e'])
    expect(await chunksOf({ body: 'abcde', faultAt: 3 })).toEqual(['abc'])
    expect(await chunksOf({ body: 'abcde', faultAt: 3, fault: 'drop' })).toEqual(['abc', 'terminated'])
    expect(await chunksOf({ body: 'abcde', faultAt: 0, fault: 'drop' })).toEqual(['terminated'])
    expect(await chunksOf({ fault: 'refuse' })).toEqual(['fetch failed'])
    expect(await chunksOf({ status: 204 })).toEqual([])
  })

  it('answers in turn, then refuses', async () => {
    const fetch = faultyFetch([{ status: 503 }, { headers: { a: 'b' } }])
    const [first, second] = [await fetch(URL), await fetch(URL)]
    expect([first.status, first.headers.get('content-type')]).toEqual([503, 'text/event-stream'])
    expect([second.status, second.headers.get('a')]).toEqual([200, 'b'])
    await expect(fetch(URL)).rejects.toThrow('fetch failed')
  })

  it('remembers every request, and what became of it', async () => {
    const fetch = faultyFetch(({ number }) => ({ body: 'abcd', chunkBytes: 2, fault: number === 1 ? 'end' : 'drop' }))
    const headers = { 'last-event-id': '\u00C3\u00A9' }
    await (await fetch(new Request(URL, { method: 'POST', body: 'x', headers }))).text()
    await fetch(URL)
    const third = await fetch(URL)
    await third.body?.getReader().read()
    await expect((await fetch(URL)).text()).rejects.toThrow('terminated')
    expect(fetch.requests).toMatchObject([
      { number: 1, url: URL, method: 'POST', lastEventId: '\u00E9', state: 'ended', bytesRead: 4 },
      { number: 2, method: 'GET', lastEventId: '', state: 'streaming', bytesRead: 0 },
      { state: 'streaming', bytesRead: 2 },
      { state: 'dropped', bytesRead: 4 },
    ])
    expect(fetch.active).toBe(2)
  })

  it.each<FaultyAnswer>([{ fault: 'hang' }, { fault: 'stall' }, { body: 'abc' }])(
    'lets go when the reader gives up: %j',
    async (answer) => {
      const fetch = faultyFetch([answer, answer, answer])
      const aborted = (signal: AbortSignal) => fetch(URL, { signal }).then((response) => response.text())
      await expect(aborted(AbortSignal.abort())).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))

      const controller = new AbortController()
      const answered = answer.fault === 'hang' ? undefined : await fetch(URL, { signal: controller.signal })
      const pending = answered ? answered.text() : aborted(controller.signal)
      controller.abort()
      await expect(pending).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
      expect(fetch.requests.map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])

      if (answer.fault === 'hang') return
      await (await fetch(URL)).body?.cancel()
      expect(fetch.requests[2]?.state).toBe('cancelled')
    },
  )
})
