import type { ParsedEvent, ParsedStream, ParserSubject } from '../src/index.ts'

/** What parsers are known to get wrong, and a check of the suite that must notice it. */
export const parserFlaws = {
  'keeps the byte order mark': 'a byte order mark before the first field',
  'removes a second byte order mark': 'a second byte order mark belongs to the field name',
  'removes byte order marks everywhere': 'a byte order mark alone is data',
  'decodes each chunk by itself': 'four-byte characters, in chunks',
  'holds back a CR at the end of a chunk': 'an event may end in the CR that ends the stream',
  'forgets at a chunk that CR came before LF': 'CRLF is one line end, in chunks',
  'takes CR for text': 'CR ends lines',
  'takes LF CR for one line end': 'LF CR are two line ends',
  'takes U+2028 for a line end': 'U+2028 and U+2029 end no line',
  'takes VT for a line end': 'VT ends no line',
  'removes all white space around a value': 'trailing spaces are kept',
  'removes no space before a value': 'one line',
  'splits a value at its colons': 'a colon in the value',
  'ignores lines without a colon': 'data without a colon',
  'ignores the case of field names': 'field names are case-sensitive',
  'looks field names up in an object': 'the field __proto__',
  'reads retry with parseInt': 'digits and a letter',
  'clamps retry at 32 bits': 'more than 32 bits',
  'sets retry at the empty line': 'a time takes effect without an empty line',
  'takes an id with NUL': 'an id with NUL is ignored',
  'lets an id with NUL undo an earlier one': 'an id with NUL leaves an earlier id of its block',
  'puts an id in force at its line': 'an id with one line end is not in force',
  'forgets an id without data': 'an id alone moves the last event ID',
  'keeps the type for the next event': 'the type does not outlive its event',
  'takes no empty type': 'an empty type resets to message',
  'drops an event with empty data': 'an empty event is an event',
  'removes all trailing line ends': 'only one trailing LF is taken away',
  'dispatches an unfinished event': 'an unfinished block',
  'reads an unfinished line': 'a time on an unfinished line takes no effect',
  'starts without the last event ID': 'a stream that starts from an id',
  'knows no limit': 'maxEventBytes refuses one long line of data',
  'looks at the limit only at the end of a line': 'maxEventBytes refuses a line of data without an end',
  'counts comments': 'maxEventBytes allows a long comment',
  'counts unknown fields': 'maxEventBytes allows a long unknown field',
  'counts UTF-16 units': 'maxEventBytes refuses wide characters, counted in bytes',
  'counts finished events': 'maxEventBytes allows many events below the limit',
  'counts by the chunk': 'maxEventBytes gives the same verdict for every chunking',
} as const

export type ParserFlaw = keyof typeof parserFlaws

/** A parser for the suite's own tests: sound without `flaw`, and with it wrong in just that. */
export function flawedParser(flaw?: ParserFlaw): ParserSubject {
  return {
    parse(chunks, options) {
      const parser = new FlawedParser(flaw, options)
      for (const chunk of chunks) parser.push(chunk)
      return parser.end()
    },
  }
}

class FlawedParser {
  readonly #flaw: ParserFlaw | undefined
  readonly #maxEventBytes: number
  // Node's own removal takes two byte order marks if the first is cut after its first byte.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #events: ParsedEvent[] = []
  #marksToRemove = 1
  #heldBack = ''
  #previous = ''
  #line = ''
  #data: string[] = []
  #type = ''
  #idBuffer: string
  #lastEventId: string
  #retryBuffer: number | undefined
  #reconnectionTime: number | undefined
  #keptBytes = 0

  constructor(flaw: ParserFlaw | undefined, options: Parameters<ParserSubject['parse']>[1]) {
    this.#flaw = flaw
    if (this.#has('keeps the byte order mark')) this.#marksToRemove = 0
    if (this.#has('removes a second byte order mark')) this.#marksToRemove = 2
    this.#maxEventBytes = this.#has('knows no limit') ? Infinity : (options.maxEventBytes ?? Infinity)
    this.#lastEventId = this.#has('starts without the last event ID') ? '' : (options.lastEventId ?? '')
    this.#idBuffer = this.#lastEventId
  }

  push(chunk: Uint8Array): void {
    const text = this.#heldBack + this.#decoder.decode(chunk, { stream: !this.#has('decodes each chunk by itself') })
    this.#heldBack = this.#has('holds back a CR at the end of a chunk') && text.endsWith('\r') ? '\r' : ''
    if (this.#has('forgets at a chunk that CR came before LF')) this.#previous = ''
    if (this.#has('counts by the chunk')) this.#checkLimit(chunk.length)
    for (const character of text.slice(0, text.length - this.#heldBack.length)) this.#take(character)
  }

  end(): ParsedStream {
    if (this.#has('reads an unfinished line')) this.#endLine()
    if (this.#has('dispatches an unfinished event')) this.#dispatch()
    return { events: this.#events, lastEventId: this.#lastEventId, reconnectionTime: this.#reconnectionTime }
  }

  #has(flaw: ParserFlaw): boolean {
    return this.#flaw === flaw
  }

  #take(character: string): void {
    const previous = this.#previous
    this.#previous = character
    if (character === '\uFEFF' && this.#removesMark()) return
    this.#marksToRemove = 0
    if (character === '\n' && previous === '\r' && !this.#has('takes CR for text')) return
    if (character === '\r' && previous === '\n' && this.#has('takes LF CR for one line end')) return
    if (this.#isLineEnd(character)) return this.#endLine()
    this.#line += character
    if (!this.#has('looks at the limit only at the end of a line')) this.#checkLimit(this.#bytesOf(this.#line))
  }

  #removesMark(): boolean {
    this.#marksToRemove -= 1
    return this.#marksToRemove >= 0 || this.#has('removes byte order marks everywhere')
  }

  #isLineEnd(character: string): boolean {
    if (character === '\r') return !this.#has('takes CR for text')
    if (character === '\u2028') return this.#has('takes U+2028 for a line end')
    if (character === '\v') return this.#has('takes VT for a line end')
    return character === '\n'
  }

  #endLine(): void {
    const line = this.#line
    this.#line = ''
    this.#keptBytes += this.#bytesOf(line)
    this.#checkLimit(0)
    if (line === '') return this.#dispatch()
    if (line.startsWith(':')) return
    const colon = line.indexOf(':')
    if (colon === -1 && this.#has('ignores lines without a colon')) return
    const name = colon === -1 ? line : line.slice(0, colon)
    const rest = colon === -1 ? '' : line.slice(colon + 1)
    this.#field(this.#has('ignores the case of field names') ? name.toLowerCase() : name, this.#valueOf(rest))
  }

  #valueOf(rest: string): string {
    if (this.#has('removes all white space around a value')) return rest.trim()
    if (this.#has('removes no space before a value')) return rest
    const value = rest.startsWith(' ') ? rest.slice(1) : rest
    return this.#has('splits a value at its colons') ? (value.split(':')[0] ?? '') : value
  }

  #field(name: string, value: string): void {
    if (this.#has('looks field names up in an object') && name in {}) throw new TypeError('not a function')
    if (name === 'data') this.#data.push(value)
    if (name === 'event' && (value !== '' || !this.#has('takes no empty type'))) this.#type = value
    if (name === 'id') this.#id(value)
    if (name === 'retry') this.#retry(value)
  }

  #id(value: string): void {
    const hasNul = value.includes('\0')
    if (hasNul && this.#has('lets an id with NUL undo an earlier one')) this.#idBuffer = this.#lastEventId
    if (hasNul && !this.#has('takes an id with NUL')) return
    this.#idBuffer = value
    if (this.#has('puts an id in force at its line')) this.#lastEventId = value
  }

  #retry(value: string): void {
    const time = this.#has('reads retry with parseInt') ? Number.parseInt(value, 10) : Number(value)
    if (this.#has('reads retry with parseInt') ? !(time >= 0) : !/^[0-9]+$/.test(value)) return
    this.#retryBuffer = this.#has('clamps retry at 32 bits') ? Math.min(time, 2 ** 31 - 1) : time
    if (!this.#has('sets retry at the empty line')) this.#reconnectionTime = this.#retryBuffer
  }

  #dispatch(): void {
    const data = this.#data.join('\n')
    const isEvent = this.#data.length > 0 && !(data === '' && this.#has('drops an event with empty data'))
    this.#reconnectionTime = this.#retryBuffer
    if (!isEvent && this.#has('forgets an id without data')) this.#idBuffer = this.#lastEventId
    this.#lastEventId = this.#idBuffer
    if (isEvent) {
      const shown = this.#has('removes all trailing line ends') ? data.replace(/\n+$/, '') : data
      this.#events.push({ type: this.#type || 'message', data: shown, lastEventId: this.#lastEventId })
    }
    this.#data = []
    if (!this.#has('keeps the type for the next event')) this.#type = ''
    if (!this.#has('counts finished events')) this.#keptBytes = 0
  }

  /** What a line takes of the limit: nothing, unless it is or may become a field that is kept. */
  #bytesOf(line: string): number {
    if (this.#maxEventBytes === Infinity) return 0
    const name = line.split(':', 1)[0] ?? ''
    const isField = ['data', 'event', 'id', 'retry'].some((field) => field === name || field.startsWith(line))
    const isCounted = line.startsWith(':')
      ? this.#has('counts comments')
      : isField || this.#has('counts unknown fields')
    if (!isCounted) return 0
    return this.#has('counts UTF-16 units') ? line.length : new TextEncoder().encode(line).length
  }

  #checkLimit(moreBytes: number): void {
    if (this.#keptBytes + moreBytes > this.#maxEventBytes) throw new RangeError('The event is too large')
  }
}
