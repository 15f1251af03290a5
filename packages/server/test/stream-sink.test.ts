import { describe, expect, it } from 'vitest'
import { CutError, openSession, openStream, type DoorOptions, type Session } from '../src/index.ts'
import { microtasks, TestClock } from './test-clock.ts'

const decoder = new TextDecoder()

interface Door {
  readonly session: Session
  readonly response: Response
  readonly reader: ReadableStreamDefaultReader<Uint8Array>
}

/** A session on the web door whose `retry:` was read. */
async function opened(options: DoorOptions = {}): Promise<Door> {
  const { response, session } = await openSession(new Request('http://test/'), { heartbeat: false, ...options })
  if (!session || !response.body) throw new Error('no session')
  const reader = response.body.getReader()
  await reader.read()
  return { session, response, reader }
}

async function text({ reader }: Door): Promise<string> {
  const { value } = await reader.read()
  return decoder.decode(value)
}

describe('the body of the web door', () => {
  it('hands over what was written, at once to a reader who waits, joined to one who comes later', async () => {
    const door = await opened()
    const waiting = text(door)
    door.session.send({ data: '1' })
    expect(await waiting).toBe('data: 1\n\n')
    door.session.send({ data: '2' })
    door.session.send({ data: '3' })
    expect(await text(door)).toBe('data: 2\n\ndata: 3\n\n')
  })

  it('begins with retry', async () => {
    const { response } = await openSession(new Request('http://test/'), { retry: 7 })
    const { value } = (await response.body?.getReader().read()) ?? {}
    expect(decoder.decode(value)).toBe('retry: 7\n\n')
  })

  it('asks to wait from 64 KiB on, and drains when that was taken', async () => {
    const door = await opened()
    const { session } = door
    expect(session.send({ data: 'x'.repeat(65_527) })).toBe('sent')
    expect(session.send({ data: '' })).toBe('full')
    let drained: boolean | undefined
    const waiting = session.drained().then((room) => (drained = room))
    await microtasks()
    expect(drained).toBeUndefined()
    expect((await text(door)).length).toBe(65_527 + 8 + 8)
    await waiting
    expect(drained).toBe(true)
    expect(session.send({ data: '2' })).toBe('sent')
  })

  it('is full at exactly 64 KiB', async () => {
    const { session } = await opened()
    expect(session.send({ data: 'x'.repeat(65_536 - 8) })).toBe('full')
  })

  it('that nobody reads is bounded: the session overflows', async () => {
    const { response, session } = await openSession(new Request('http://test/'), { maxBufferedBytes: 200_000 })
    let sent = 0
    while (sent < 1_000_000 && session?.send({ data: 'x'.repeat(1_000) }) !== 'gone') sent += 1_008
    expect(session?.reason).toBe('overflow')
    expect(sent).toBeGreaterThan(198_000)
    expect(sent).toBeLessThanOrEqual(200_000)
    await expect(response.text()).rejects.toThrow('The event stream was cut')
  })

  it('cancelled means the client has left', async () => {
    const { session, reader } = await opened()
    const waiting = reader.read()
    await reader.cancel()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(session.reason).toBe('left')
    expect(session.send({ data: '1' })).toBe('gone')
  })

  it('cancelled while full frees who waits for room', async () => {
    const { session, reader } = await opened()
    session.send({ data: 'x'.repeat(70_000) })
    const drained = session.drained()
    await reader.cancel()
    expect(await drained).toBe(false)
  })

  it('ends after what was sent when the session closes', async () => {
    const door = await opened()
    door.session.send({ data: '1' })
    const closed = door.session.close()
    expect(await text(door)).toBe('data: 1\n\n')
    expect(await door.reader.read()).toEqual({ done: true, value: undefined })
    await closed
    expect(door.session.reason).toBe('closed')
  })

  it('ends a read that waits when the session closes', async () => {
    const { session, reader } = await opened()
    const waiting = reader.read()
    await session.close()
    expect(await waiting).toEqual({ done: true, value: undefined })
  })

  it('breaks when the session is cut, and drops what waits', async () => {
    const { session, reader } = await opened()
    session.send({ data: '1' })
    session.cut()
    await expect(reader.read()).rejects.toThrow('The event stream was cut')
    expect(session.reason).toBe('failed')
  })

  it('breaks after the last words when the session is cut with some, once the reader asks for more', async () => {
    const waits = await opened()
    const words = text(waits)
    waits.session.cut({ data: 'sorry' })
    expect([await words, waits.session.reason]).toEqual(['data: sorry\n\n', undefined])
    await expect(waits.reader.read()).rejects.toThrow('The event stream was cut')
    expect(waits.session.reason).toBe('failed')

    const late = await opened()
    late.session.send({ data: '1' })
    late.session.cut({ data: 'sorry' })
    expect(await text(late)).toBe('data: 1\n\ndata: sorry\n\n')
    await expect(late.reader.read()).rejects.toThrow('The event stream was cut')
  })

  it('breaks after the last words also if the reader never asks for more', async () => {
    const clock = new TestClock()
    const door = await opened({ clock, writeTimeout: 400 })
    door.session.cut({ data: 'sorry' })
    expect(await text(door)).toBe('data: sorry\n\n')
    await clock.advance(400)
    expect([door.session.reason, clock.pending]).toEqual(['failed', 0])
  })

  it('cut before anyone reads it gives its first frame, so that the head is sent, and breaks a turn later', async () => {
    const clock = new TestClock()
    const { response, session } = await openSession(new Request('http://test/'), { heartbeat: false, clock })
    session?.send({ data: '1' })
    session?.cut()
    const reader = response.body?.getReader()
    expect(decoder.decode((await reader?.read())?.value)).toBe('retry: 1000\n\n')
    let failure: unknown
    const failed = reader?.read().catch((error: unknown) => (failure = error))
    await microtasks()
    expect(failure).toBeUndefined()
    await clock.settle()
    await failed
    expect(failure).toBeInstanceOf(CutError)
    expect(session?.reason).toBe('failed')
  })

  it('is left only once when it is cancelled in the turn in which it was cut', async () => {
    const { session, reader } = await opened()
    session.cut()
    await reader.cancel()
    expect(session.reason).toBe('failed')
  })

  it('fails with what the platform gives', async () => {
    const platform = { cutReason: () => 'the reason of the platform' }
    const { response, session } = await openStream(new Request('http://test/'), {}, platform)
    session?.cut()
    await expect(response.text()).rejects.toBe('the reason of the platform')
  })

  it('breaks also while it closes', async () => {
    const { session, reader } = await opened()
    session.send({ data: '1' })
    const closed = session.close()
    session.cut()
    await closed
    await expect(reader.read()).rejects.toThrow('The event stream was cut')
  })

  it('works through a tee and a pipe, whose readers differ in speed', async () => {
    const { response, session } = await openSession(new Request('http://test/'))
    const [one, two] = response.body?.tee() ?? []
    for (let number = 1; number <= 3; number += 1) {
      session?.send({ data: String(number) })
      await microtasks()
    }
    void session?.close()
    const expected = 'retry: 1000\n\ndata: 1\n\ndata: 2\n\ndata: 3\n\n'
    expect(await new Response(one).text()).toBe(expected)
    expect(await new Response(two?.pipeThrough(new TransformStream())).text()).toBe(expected)
  })
})
