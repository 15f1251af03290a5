import { assertEqual } from './assert.ts'
import { chunksOf } from './chunking.ts'
import type { ParserSubject } from './parser-subject.ts'
import type { Check, Suite } from './suite.ts'

const KIB = 1024

/** What `maxEventBytes` promises, whatever a parser counts to the byte. */
export const parserLimitChecks: Suite<ParserSubject> = [
  refused('one long line of data', `data: ${'x'.repeat(2 * KIB)}\n\n`),
  refused('many short lines of data', `${'data: x\n'.repeat(2 * KIB)}\n`),
  refused('a line of data without an end', `data: ${'x'.repeat(2 * KIB)}`),
  refused('wide characters, counted in bytes', `data: ${'\u4F60'.repeat(400)}\n\n`),
  refused('a long type', `event: ${'x'.repeat(2 * KIB)}\n`),
  refused('a long id', `id: ${'x'.repeat(2 * KIB)}\n`),
  refused('a long line after a complete event', `data: a\n\ndata: ${'x'.repeat(2 * KIB)}\n\n`),
  accepted('a long comment', `: ${'x'.repeat(8 * KIB)}\ndata: a\n\n`, 1),
  accepted('a long unknown field', `unknown: ${'x'.repeat(8 * KIB)}\ndata: a\n\n`, 1),
  accepted('a long unknown field without a colon', `${'x'.repeat(8 * KIB)}\ndata: a\n\n`, 1),
  accepted('comments without end', ': x\n'.repeat(2 * KIB), 0),
  accepted('empty lines without end', '\n'.repeat(8 * KIB), 0),
  accepted('an event below the limit', `data: ${'x'.repeat(KIB / 2)}\n\n`, 1),
  accepted('many events below the limit', `data: ${'x'.repeat(KIB / 2)}\n\n`.repeat(8), 8),
  sameForEveryChunking(),
]

function refused(what: string, text: string): Check<ParserSubject> {
  return verdictCheck(`maxEventBytes refuses ${what}`, text, 'refused')
}

function accepted(what: string, text: string, events: number): Check<ParserSubject> {
  return verdictCheck(`maxEventBytes allows ${what}`, text, `${events} events`)
}

function verdictCheck(name: string, text: string, expected: string): Check<ParserSubject> {
  const bytes = new TextEncoder().encode(text)
  return {
    name,
    async run(subject) {
      for (const size of [bytes.length, 1, 7, 100]) {
        const got = await verdict(subject, chunksOf(bytes, size), KIB)
        assertEqual(got, expected, `${name}: a limit of ${KIB} bytes, in chunks of ${size}`)
      }
    },
  }
}

/** The limit is one number of bytes, and not a matter of how the network cut them. */
function sameForEveryChunking(): Check<ParserSubject> {
  const name = 'maxEventBytes gives the same verdict for every chunking'
  const bytes = new TextEncoder().encode('id: 1\r\nevent: t\u00E9\r\ndata: a\u4F60\r\ndata: b\r\n\r\n')
  return {
    name,
    async run(subject) {
      for (let limit = 1; limit <= bytes.length; limit += 1) {
        const whole = await verdict(subject, [bytes], limit)
        for (const size of [1, 2, 3, 7]) {
          const got = await verdict(subject, chunksOf(bytes, size), limit)
          assertEqual(got, whole, `${name}: a limit of ${limit} bytes, in chunks of ${size}`)
        }
      }
      assertEqual(await verdict(subject, [bytes], bytes.length), '1 events', `${name}: a limit of the whole stream`)
    },
  }
}

async function verdict(subject: ParserSubject, chunks: readonly Uint8Array[], maxEventBytes: number): Promise<string> {
  try {
    const { events } = await subject.parse(chunks, { maxEventBytes })
    return `${events.length} events`
  } catch (error) {
    // An error is the verdict here, of whatever class the subject throws.
    return error instanceof Error ? 'refused' : `threw ${String(error)}`
  }
}
