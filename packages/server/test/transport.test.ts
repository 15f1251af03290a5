import { describe, expect, it } from 'vitest'
import { chunked, GoneError, resolveSessionOptions, Session } from '../src/index.ts'
import { FakeSink } from './fake-sink.ts'
import { newClient } from './scene.ts'

describe('send', () => {
  it('answers sent while there is room, full when there is none, gone when nobody is there', () => {
    const { session, sink } = newClient({ highWater: 30 })
    sink.stall()
    expect(session.send({ data: '1' })).toBe('sent')
    expect(session.send({ data: '0123456789012345' })).toBe('full')
    sink.read()
    expect(session.send({ data: '2' })).toBe('sent')
    sink.leave()
    expect(session.send({ data: '3' })).toBe('gone')
    expect(sink.text).toBe('retry: 1000\n\ndata: 1\n\ndata: 0123456789012345\n\ndata: 2\n\n')
    expect(sink.faults).toEqual([])
  })

  it('sends what was answered with full, and takes more until maxBufferedBytes', () => {
    const { session, sink } = newClient({ highWater: 10, maxBufferedBytes: 100 })
    sink.stall()
    const answers = Array.from({ length: 10 }, () => session.send({ data: '0123456789' }))
    // 18 bytes each: the sixth would make 108.
    expect(answers).toEqual([...Array(5).fill('full'), ...Array(5).fill('gone')])
    expect(session.reason).toBe('overflow')
    expect(sink.isGone).toBe(true)
  })

  it('overflows at one byte more than maxBufferedBytes, not before', () => {
    const fits = newClient({ highWater: 1, maxBufferedBytes: 36 })
    fits.sink.stall()
    fits.session.send({ data: '0123456789' })
    expect(fits.session.send({ data: '0123456789' })).toBe('full')
    const over = newClient({ highWater: 1, maxBufferedBytes: 35 })
    over.sink.stall()
    over.session.send({ data: '0123456789' })
    expect(over.session.send({ data: '0123456789' })).toBe('gone')
  })

  it('does not overflow by what others wrote before: only who was told to wait can', () => {
    const { session, sink } = newClient({ highWater: 1, maxBufferedBytes: 30 })
    sink.stall()
    session.transport.write('x'.repeat(29))
    expect(session.send({ data: '1' })).toBe('full')
    expect(session.send({ data: '2' })).toBe('gone')
  })

  it('takes an event larger than maxBufferedBytes from whoever was not told to wait', () => {
    const { session, sink } = newClient({ highWater: 50, maxBufferedBytes: 100 })
    sink.stall()
    expect(session.send({ data: '1' })).toBe('sent')
    expect(session.send({ data: 'x'.repeat(1_000) })).toBe('full')
    expect(session.send({ data: '2' })).toBe('gone')
    expect(session.reason).toBe('overflow')
  })

  it('refuses what the encoder refuses, and the session goes on', () => {
    const { session, sink } = newClient()
    expect(() => session.send({ type: 'a\nb', data: '' })).toThrow(TypeError)
    expect(() => session.send({ retry: -1 })).toThrow(RangeError)
    expect(() => session.send({})).toThrow(TypeError)
    expect(session.send({ data: 'x' })).toBe('sent')
    expect(sink.text).toBe('retry: 1000\n\ndata: x\n\n')
  })

  it('wraps every write in a chunk for a sink below HTTP', () => {
    const { session, sink } = newClient({ framing: chunked })
    session.send({ data: 'ü' })
    session.comment('hi')
    expect(sink.text).toBe('d\r\nretry: 1000\n\n\r\na\r\ndata: ü\n\n\r\n5\r\n: hi\n\r\n')
  })

  it('begins each stream with retry, as the options say', () => {
    const sink = new FakeSink()
    void new Session(sink, {
      lastEventId: '',
      grant: { context: 1 },
      options: resolveSessionOptions({ retry: 0, heartbeat: false }),
    })
    expect(sink.text).toBe('retry: 0\n\n')
  })
})

describe('drained', () => {
  it('is true at once while there is room, and when there is room again', async () => {
    const { session, sink } = newClient({ highWater: 1 })
    expect(await session.drained()).toBe(true)
    sink.stall()
    session.send({ data: '1' })
    const drained = [session.drained(), session.drained()]
    sink.read()
    expect(await Promise.all(drained)).toEqual([true, true])
  })

  it.each([
    ['leaves', 'left', ({ sink }: ReturnType<typeof newClient>) => sink.leave()],
    ['is closed', 'closed', ({ session, sink }: ReturnType<typeof newClient>) => (void session.close(), sink.read())],
    ['is cut', 'failed', ({ session }: ReturnType<typeof newClient>) => session.cut()],
  ] as const)('is false for whoever waits when the session %s', async (_, reason, end) => {
    const client = newClient({ highWater: 1 })
    client.sink.stall()
    client.session.send({ data: '1' })
    const drained = client.session.drained()
    end(client)
    expect(await drained).toBe(false)
    expect(await client.session.drained()).toBe(false)
    expect(client.session.reason).toBe(reason)
  })
})

describe('the end of a session', () => {
  it('has a reason, which is that of the gone signal', async () => {
    const { session, sink } = newClient()
    const { gone } = session
    expect(gone).toBe(session.gone)
    expect([gone.aborted, session.reason]).toEqual([false, undefined])
    sink.leave()
    expect([gone.aborted, session.reason]).toEqual([true, 'left'])
    expect(gone.reason).toBeInstanceOf(GoneError)
    expect(gone.reason).toMatchObject({ name: 'GoneError', code: 'left' })
    await session.close()
    session.cut()
    expect(session.reason).toBe('left')
  })

  it('is seen by who asks for the signal late', () => {
    const { session, sink } = newClient()
    sink.leave()
    expect(session.gone.aborted).toBe(true)
    expect(session.gone.reason).toMatchObject({ code: 'left' })
  })

  it('is known from the start if the client left before', () => {
    const sink = new FakeSink()
    sink.leave()
    const session = new Session(sink, { lastEventId: '', grant: { context: 1 }, options: resolveSessionOptions() })
    expect(session.reason).toBe('left')
    expect([session.send({ data: '' }), sink.writes]).toEqual(['gone', []])
  })

  it('closes after what was sent, telling when to come back', async () => {
    const { session, sink } = newClient()
    sink.stall()
    session.send({ data: '1' })
    const closed = Promise.all([session.close({ retry: 50 }), session.close({ retry: 60 })])
    expect(session.send({ data: '2' })).toBe('gone')
    expect(session.reason).toBeUndefined()
    sink.read()
    await closed
    expect(sink.text).toBe('retry: 1000\n\ndata: 1\n\nretry: 50\n\n')
    expect(session.reason).toBe('closed')
    expect(sink.faults).toEqual([])
  })

  it('is closed also when the client leaves while it closes', async () => {
    const { session, sink } = newClient()
    sink.stall()
    session.send({ data: '1' })
    const closed = session.close()
    sink.leave()
    await closed
    expect(session.reason).toBe('closed')
  })

  it('rejects close with a retry that cannot be, and stays open', async () => {
    const { session } = newClient()
    await expect(session.close({ retry: -1 })).rejects.toThrow(RangeError)
    expect(session.send({ data: '1' })).toBe('sent')
  })

  it('drops what waits when it is cut', () => {
    const { session, sink } = newClient()
    sink.stall()
    session.send({ data: '1' })
    session.cut()
    expect([session.reason, sink.isGone, sink.text]).toEqual(['failed', true, 'retry: 1000\n\n'])
    expect(sink.faults).toEqual([])
  })
})

describe('options of a session', () => {
  it.each([
    [{ retry: -1 }, 'retry'],
    [{ retry: 1.5 }, 'retry'],
    [{ retry: 2 ** 31 }, 'retry'],
    [{ heartbeat: 0 }, 'heartbeat'],
    [{ heartbeat: Infinity }, 'heartbeat'],
    [{ maxAge: 0 }, 'maxAge'],
    [{ maxAge: 1.5 }, 'maxAge'],
    [{ maxAgeJitter: -0.1 }, 'maxAgeJitter'],
    [{ maxAgeJitter: 1.1 }, 'maxAgeJitter'],
    [{ maxAgeJitter: Number.NaN }, 'maxAgeJitter'],
    [{ writeTimeout: 0 }, 'writeTimeout'],
    [{ writeTimeout: 2 ** 31 }, 'writeTimeout'],
    [{ maxBufferedBytes: 0 }, 'maxBufferedBytes'],
    [{ maxBufferedBytes: Number.NaN }, 'maxBufferedBytes'],
  ])('%j is a RangeError that names it', (options, name) => {
    expect(() => resolveSessionOptions(options)).toThrow(new RegExp(`^${name} must be`))
    expect(() => resolveSessionOptions(options)).toThrow(RangeError)
  })

  it('have finite defaults', () => {
    const { clock: _, random: __, ...defaults } = resolveSessionOptions()
    expect(defaults).toEqual({
      retry: 1_000,
      heartbeat: 15_000,
      heartbeatEvent: undefined,
      maxBufferedBytes: 1_048_576,
      writeTimeout: 30_000,
      maxAge: false,
      maxAgeJitter: 0.2,
    })
  })
})
