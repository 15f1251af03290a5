import { markdown } from '../report/markdown.ts'
import { difference } from './notation.ts'
import type { Judged } from './judged.ts'

type Encoders = Judged['encoders']

export function encoderSection(encoders: Encoders): string {
  return `## Encoders

Events as an application writes them, read again by the reference parser: text, line ends, white space at the ends, empty values, events without data, comments. What an encoder does with hostile values is not compared here. An event that an encoder's types do not offer is not asked of it.

${table(encoders)}

${encoders.map(({ peer }) => `- **${peer.name}** ${peer.name === 'eventwire' ? '(this repository)' : peer.version}: ${peer.uses}.${peer.data === 'JSON' ? ' It writes data as JSON unless told otherwise, so data is compared as JSON.' : ''}`).join('\n')}

### Deviations

${encoders.flatMap(deviations).join('\n') || 'None.'}`
}

function table(encoders: Encoders): string {
  return markdown(
    ['encoder', 'right', 'not offered'],
    encoders.map(({ peer, verdicts }) => {
      const judged = verdicts.filter(({ unsupported }) => unsupported === undefined)
      const right = judged.filter(({ deviation }) => deviation === undefined)
      return [peer.name, `${right.length}/${judged.length}`, reasons(verdicts)]
    }),
  )
}

function reasons(verdicts: Encoders[number]['verdicts']): string {
  const all = verdicts.flatMap(({ unsupported }) => unsupported ?? [])
  const counts = [...new Set(all)].map((reason) => `${all.filter((other) => other === reason).length}: ${reason}`)
  return counts.join('; ') || '-'
}

function deviations({ peer, verdicts }: Encoders[number]): string[] {
  return verdicts.flatMap(({ vector, deviation }) => {
    if (deviation === undefined) return []
    const [expected, got] = difference(deviation.expected, deviation.got)
    return [`- **${peer.name}**, ${vector.name}: a reader should see ${expected}, and sees ${got}`]
  })
}
