import { encode } from '@eventwire/encoder'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { chunked, type Channels, type EntryInit, type Framing } from '../src/index.ts'
import { Scene } from './scene.ts'

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('\r', '\n', ' ', ':', 'x') }),
)
const type = fc.option(
  text.map((each) => each.replaceAll(/[\r\n]/g, '')),
  { nil: undefined },
)
const entry: fc.Arbitrary<EntryInit> = fc
  .record({ channel: fc.constantFrom('a', 'b'), type, data: text, times: fc.constantFrom(1, 1, 1, 2_000) })
  .map(({ channel, type, data, times }) => ({
    channel,
    data: data.repeat(times),
    // `gap` is reserved.
    ...(type !== undefined && type !== 'gap' && { type }),
  }))
/** Entries by the turn in which they are published. */
const turns = fc.array(fc.array(entry, { maxLength: 6 }), { maxLength: 6 })
const clients = fc.array(
  fc.record({
    channels: fc.constantFrom<Channels[]>('all', ['a'], ['b'], ['a', 'b']),
    framing: fc.constantFrom<(Framing | undefined)[]>(undefined, chunked),
    late: fc.boolean(),
    stalled: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
)

it('gives a sink the frames of the entries, byte for byte, whatever they hold and however they were joined', async () => {
  await fc.assert(
    fc.asyncProperty(turns, clients, fc.constantFrom(1, 500, 1_000_000), async (published, kinds, ringBytes) => {
      const scene = new Scene({ ringBytes })
      const join = ({ channels, framing }: (typeof kinds)[number]): ReturnType<Scene['join']> => {
        return scene.join(channels, { framing, highWater: 300, lastEventId: 'e-0' })
      }
      const joined = await Promise.all(kinds.map((kind) => (kind.late ? undefined : join(kind))))
      for (const [index, kind] of kinds.entries()) if (kind.stalled) joined[index]?.sink.stall()
      for (const entries of published) {
        await scene.log.append(entries)
        await scene.clock.settle()
      }
      for (const [index, kind] of kinds.entries()) {
        const { sink } = joined[index] ?? (await join(kind))
        sink.read()
        await scene.clock.settle()
        const body = !kind.framing ? sink.received : unchunked(sink.received)
        expect(decode(body)).toBe(expected(published.flat(), kind.channels))
      }
      await scene.hub.close()
    }),
    { numRuns: 400 },
  )
})

function expected(entries: readonly EntryInit[], channels: Channels): string {
  const frames = entries.map(({ channel, type, data }, index) => {
    if (channels !== 'all' && !channels.includes(channel)) return ''
    return encode({ ...(type !== undefined && { type }), data, id: `e-${index + 1}` })
  })
  return decode(new TextEncoder().encode(`retry: 1000\n\n${frames.join('')}`))
}

/** Not even a byte order mark is taken away: every byte is compared. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

/** RFC 9112 §7.1, strictly, and without an end. */
function unchunked(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const [line = '', digits = ''] =
      /^([0-9a-f]+)\r\n/.exec(new TextDecoder().decode(bytes.subarray(at, at + 20))) ?? []
    const size = Number.parseInt(digits, 16)
    const start = at + line.length
    at = start + size + 2
    if (!(size > 0) || new TextDecoder().decode(bytes.subarray(start + size, at)) !== '\r\n')
      throw new Error('no chunk')
    parts.push(bytes.subarray(start, start + size))
  }
  return Buffer.concat(parts)
}
