import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { EventStreamParser, parseEventStream } from '../src/index.ts'
import { byHand, done, given, settled } from './sources.ts'

describe('leaving', () => {
  it('a loop cancels the source and unlocks it before the loop is over', async () => {
    const { stream, send, cancelled } = byHand()
    send('data: a\n\ndata: b\n\n')
    const events = parseEventStream(stream)
    for await (const { data } of events) {
      expect(data).toBe('a')
      break
    }
    expect(cancelled).toHaveBeenCalledExactlyOnceWith(undefined)
    expect(stream.locked).toBe(false)
    expect(await events.next()).toEqual(done)
  })

  it.each([undefined, 'bytes'] as const)(
    'return() cancels a quiet stream (type %s) under a pending next()',
    async (type) => {
      const { stream, send, cancelled } = byHand(type)
      const events = parseEventStream(stream)
      send('data: a\n\ndata: half')
      expect(await events.next()).toEqual(given('a'))
      const waiting = [events.next(), events.next()]
      const left = events.return?.()
      expect(cancelled).toHaveBeenCalledTimes(1)
      expect(await Promise.all(waiting)).toEqual([done, done])
      expect(await left).toEqual(done)
      expect(stream.locked).toBe(false)
    },
  )

  it('throw() does the same with its reason, and rejects with it', async () => {
    const { stream, cancelled } = byHand()
    const events = parseEventStream(stream)
    const waiting = events.next()
    const reason = new Error('enough')
    const left = events.throw?.(reason)
    expect(cancelled).toHaveBeenCalledExactlyOnceWith(reason)
    await expect(left).rejects.toBe(reason)
    expect(await waiting).toEqual(done)
    expect(await events.next()).toEqual(done)
  })

  it('return() settles when the source has been cancelled, and fails if that fails', async () => {
    const finish: (() => void)[] = []
    const cancel = (): Promise<void> => new Promise((resolve) => void finish.push(resolve))
    const events = parseEventStream(new ReadableStream<Uint8Array>({ cancel }))
    const settled = vi.fn()
    const left = events.return?.().then(settled)
    await events.next()
    expect(settled).not.toHaveBeenCalled()
    finish[0]?.()
    await left
    expect(settled).toHaveBeenCalledTimes(1)

    const failing = new ReadableStream<Uint8Array>({ cancel: () => Promise.reject(new Error('stuck')) })
    await expect(parseEventStream(failing).return?.()).rejects.toThrow('stuck')
  })

  it('return() calls that of an AsyncIterable, whose late chunk or error then counts no more', async () => {
    for (const late of ['resolve', 'reject'] as const) {
      let settle = { resolve: (_result: IteratorResult<string>): void => {}, reject: (_reason: unknown): void => {} }
      const next = (): Promise<IteratorResult<string>> =>
        new Promise((resolve, reject) => {
          settle = { resolve, reject }
        })
      const cancel = vi.fn(async () => ({ done: true as const, value: undefined }))
      const events = parseEventStream({ [Symbol.asyncIterator]: () => ({ next, return: cancel }) })
      const waiting = events.next()
      expect(await events.return?.()).toEqual(done)
      expect(cancel).toHaveBeenCalledTimes(1)
      if (late === 'resolve') settle.resolve({ done: false, value: 'data: late\n\n' })
      else settle.reject(new Error('late'))
      expect(await waiting).toEqual(done)
      await settled()
      expect(await events.next()).toEqual(done)
    }
  })

  it('return() forgets the events and the error that were still to come', async () => {
    const { stream, send } = byHand()
    const events = parseEventStream(stream, new EventStreamParser({ maxEventBytes: 1 }))
    send('data: a\n\ndata: b\n\ndata: 12')
    expect(await events.next()).toEqual(given('a'))
    expect(await events.return?.()).toEqual(done)
    expect(await events.next()).toEqual(done)
  })

  it('return() works before the first next(), twice, after the end, and without one in the source', async () => {
    const { stream, cancelled } = byHand()
    const early = parseEventStream(stream)
    expect(await early.return?.()).toEqual(done)
    expect(await early.return?.()).toEqual(done)
    expect(cancelled).toHaveBeenCalledTimes(1)

    const ended = parseEventStream(new Response(''))
    expect(await ended.next()).toEqual(done)
    expect(await ended.return?.()).toEqual(done)

    const bare = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true as const, value: undefined }) }) }
    expect(await parseEventStream(bare).return?.()).toEqual(done)
  })

  it('closes a real socket', async () => {
    const closed = new Promise<void>((resolve) => {
      server.once('request', (request, response) => {
        request.socket.once('close', () => resolve())
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('data: a\n\n')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const events = parseEventStream(await fetch(`http://127.0.0.1:${port}/`))
    expect(await events.next()).toEqual(given('a'))
    const waiting = events.next()
    await events.return?.()
    expect(await waiting).toEqual(done)
    await closed
    await new Promise((resolve) => server.close(resolve))
  })
  const server = createServer()
})
