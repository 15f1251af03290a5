const KIB = 1024
const MIB = KIB * KIB

/** A stream that wants to cost its reader more than it costs its sender. */
export interface Attack {
  readonly name: string
  /** What it begins with. */
  readonly start: string
  /** What it repeats, chunk by chunk. */
  readonly chunk: string
  /** The length of the whole stream, three times; it never ends an event that has data. */
  readonly sizes: readonly [number, number, number]
  /** How many bytes of each chunk are data, which its reader has to keep. @default 0 */
  readonly dataPerChunk?: number
}

const SIZES = [MIB, 4 * MIB, 16 * MIB] as const

export const attacks: readonly Attack[] = [
  { name: 'empty lines', start: '', chunk: filled('\n'), sizes: SIZES },
  { name: 'empty lines, CR', start: '', chunk: filled('\r'), sizes: SIZES },
  { name: 'events without data', start: '', chunk: filled('event: x\n\n'), sizes: SIZES },
  // One line feed each.
  { name: 'empty data fields', start: '', chunk: filled('data\n'), sizes: SIZES, dataPerChunk: (16 * KIB) / 5 },
  { name: 'short comments', start: '', chunk: filled(':\n'), sizes: SIZES },
  { name: 'an endless comment', start: ':', chunk: filled('x'), sizes: SIZES },
  { name: 'unknown fields', start: '', chunk: filled('foo: bar\n'), sizes: SIZES },
  { name: 'an endless field name', start: '', chunk: filled('x'), sizes: SIZES },
  { name: 'id lines', start: '', chunk: filled('id: 1234567\n'), sizes: SIZES },
  { name: 'retry lines', start: '', chunk: filled('retry: 1000\n'), sizes: SIZES },
  { name: 'a data line, byte by byte', start: 'data:', chunk: 'x', sizes: [256 * KIB, MIB, 4 * MIB], dataPerChunk: 1 },
  {
    name: '16 B data, 64 KiB comment',
    start: '',
    chunk: `data:0123456789abcde\n:${'x'.repeat(64 * KIB)}\n`,
    sizes: [16 * MIB, 64 * MIB, 256 * MIB],
    dataPerChunk: 16,
  },
]

/** About 16 KiB of it. */
function filled(text: string): string {
  return text.repeat(Math.floor((16 * KIB) / text.length))
}
