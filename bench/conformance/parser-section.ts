import type { ParserVector } from '@eventwire/conformance'
import { markdown } from '../report/markdown.ts'
import { limits, remarks } from './remarks.ts'
import { difference } from './notation.ts'
import type { Judged } from './judged.ts'
import type { DeviationKind, ParserVerdict } from './parser-verdicts.ts'

type Parsers = Judged['parsers']

export function parserSection(parsers: Parsers, vectors: readonly ParserVector[]): string {
  return `## Parsers

Each of ${vectors.length} streams is read in one chunk, then cut in two at every position and in chunks of 1, 2, 3 and 7 bytes, then up to every position, to see that an event comes with the byte that completes it. A stream of more than 400 bytes is cut at every 97th position. A row counts the streams that are read right in one chunk; the two rows below them, of those, the ones that are read right in every other way.

A peer is judged by what it can tell: one that hands out no id is not judged by ids. Where it tells an id or a time with one event only, the adapter carries it over; where it leaves out a type, the adapter puts in \`message\`. A dash means that there is nothing to judge.

${table(parsers, vectors)}

Node's own streaming \`TextDecoder\` removes two byte order marks if the first is cut after its first byte; nobody is judged by chunks that it decodes wrong.

${parsers.map(({ peer }) => `- **${peer.name}** ${versionOf(peer)}: ${peer.uses}. ${remarks[peer.name] ?? ''}`.trimEnd()).join('\n')}

${parsers.map(deviations).join('\n\n')}`
}

function versionOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return name === 'eventwire' ? '(this repository)' : version
}

function table(parsers: Parsers, vectors: readonly ParserVector[]): string {
  const topics = [...new Set(vectors.map(({ topic }) => topic))]
  return markdown(
    ['topic', ...parsers.map(({ peer }) => peer.name)],
    [
      ...topics.map((topic) => [topic, ...parsers.map(({ verdicts }) => inOneChunk(verdicts, topic))]),
      ['in any chunks', ...parsers.map(({ verdicts }) => score(without(verdicts, 'reading'), 'chunking'))],
      [
        'each event on time',
        ...parsers.map(({ verdicts }) => score(without(verdicts, 'reading', 'chunking'), 'timing')),
      ],
      ['limit of one event', ...parsers.map(({ peer }) => limits[peer.name] ?? 'none documented')],
    ],
  )
}

function inOneChunk(verdicts: readonly ParserVerdict[], topic: string): string {
  return score(
    verdicts.filter(({ vector }) => vector.topic === topic),
    'reading',
  )
}

function without(verdicts: readonly ParserVerdict[], ...kinds: readonly DeviationKind[]): readonly ParserVerdict[] {
  return verdicts.filter(({ deviation }) => deviation === undefined || !kinds.includes(deviation.kind))
}

function score(judged: readonly ParserVerdict[], kind: DeviationKind): string {
  return judged.length === 0 ? '-' : `${without(judged, kind).length}/${judged.length}`
}

function deviations({ peer, verdicts }: Parsers[number]): string {
  const items = verdicts.flatMap(({ vector, deviation }) => {
    if (deviation === undefined) return []
    const [expected, got] = difference(deviation.expected, deviation.got)
    const how = deviation.kind === 'reading' ? '' : `, ${deviation.chunking}`
    return [`- ${vector.name}${how} (${vector.clause}): expected ${expected}, got ${got}`]
  })
  return `### ${peer.name}\n\n${items.length === 0 ? 'No deviation.' : items.join('\n')}`
}
