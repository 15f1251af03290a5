import { styleText } from 'node:util'
import type { Fact, Stamp } from './fact.ts'
import { clip, printable } from './width.ts'

/** The terminal that rows are made for. */
export interface Paper {
  /** Infinity where nothing wraps: a file, a pipe. */
  readonly columns: number
  readonly colour: boolean
}

type Style = Parameters<typeof styleText>[0]
type Piece = readonly [text: string, style?: Style]

const ID = 13
const CHANNEL = 11

/** One fact: time, id, channel, value. What a narrow terminal has no room for is left out, never wrapped. */
export function factRow(id: string, fact: Fact & Stamp, paper: Paper): string {
  const { columns } = paper
  const pieces: Piece[] = []
  if (columns >= 68) pieces.push([`${clock(fact.at)}  `, 'dim'])
  if (columns >= 50) pieces.push([`${id.padEnd(ID)}  `, 'dim'])
  pieces.push([`${fact.channel.padEnd(CHANNEL)}  `, COLOURS[fact.channel]])
  return paint([...pieces, ...value(fact, columns < 56 ? 4 : 10)], paper)
}

/** Something that happened to the follower itself, in words. */
export function noticeRow(sentence: string, at: number, paper: Paper): string {
  const time: Piece[] = paper.columns >= 68 ? [[`${clock(at)}  `, 'dim']] : []
  return paint([...time, [sentence, ['bold', 'yellow']]], paper)
}

/** The names of the columns. */
export function headRow(paper: Paper): string {
  const time = paper.columns >= 68 ? 'time      ' : ''
  const id = paper.columns >= 50 ? `${'id'.padEnd(ID)}  ` : ''
  return paint([[`${time}${id}${'channel'.padEnd(CHANNEL)}  value`, 'dim']], paper)
}

const COLOURS: Readonly<Record<Fact['channel'], Style>> = {
  cpu: 'cyan',
  memory: 'magenta',
  loop: 'yellow',
  connections: 'green',
  tail: 'blue',
}

function value(fact: Fact, cells: number): Piece[] {
  switch (fact.channel) {
    case 'cpu': {
      const mean = fact.cores.reduce((sum, core) => sum + core, 0) / Math.max(1, fact.cores.length)
      const cores = fact.cores.map((load) => SPARKS[Math.round(load * 7)] ?? '').join('')
      return meter(mean, cells, `${Math.round(mean * 100)} %`.padEnd(7) + cores, 'cyan')
    }
    case 'memory':
      return meter(fact.used / fact.total, cells, `${gibibytes(fact.used)} of ${gibibytes(fact.total)} GiB`, 'magenta')
    case 'loop':
      return meter(fact.delay / 50, cells, `${fact.delay.toFixed(1)} ms`, 'yellow')
    case 'connections':
      return meter(fact.open / 10, cells, `${fact.open} open`, 'green')
    case 'tail':
      return [[printable(fact.line)]]
  }
}

const SPARKS = '▁▂▃▄▅▆▇█'
const PARTS = ' ▏▎▍▌▋▊▉'

function meter(share: number, cells: number, text: string, style: Style): Piece[] {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * cells * 8)
  const bar = '█'.repeat(Math.floor(eighths / 8)) + (eighths % 8 > 0 ? (PARTS[eighths % 8] ?? '') : '')
  return [[bar, style], ['·'.repeat(cells - bar.length), 'dim'], [`  ${text}`]]
}

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1)
}

/** Local time, to the second. */
function clock(at: number): string {
  return new Date(at).toTimeString().slice(0, 8)
}

function paint(pieces: readonly Piece[], { columns, colour }: Paper): string {
  const whole = pieces.map(([text]) => text).join('')
  let left = clip(whole, columns)
  const painted = pieces.map(([text, style]) => {
    const part = left.startsWith(text) ? text : left
    left = left.slice(part.length)
    return colour && style && part !== '' ? styleText(style, part, { validateStream: false }) : part
  })
  return painted.join('')
}
