import { beginsField, type EventBlock } from './block.ts'
import { Fragments } from './fragments.ts'

/** Where in its line the text stands: in the name, before the value (and its space), in the value; or it is ignored. */
type Place = 'name' | 'space' | 'value' | 'ignored'

/**
 * Cuts text that comes in parts into lines (HTML §9.2.5), and each line into name and value (§9.2.6). Of a line whose
 * end has not come yet it keeps what its field needs and nothing else, and looks at no character of it again.
 */
export class LineReader {
  readonly #block: EventBlock
  /** What is dropped if the text goes on with it: §9.2.5 a BOM at the start, then the LF of a CRLF cut in two. */
  #dropped = '\uFEFF'
  #place: Place = 'name'
  #name = ''
  readonly #value = new Fragments()

  constructor(block: EventBlock) {
    this.#block = block
  }

  /** @param measure How many bytes a part of `text` counts. */
  read(text: string, measure: (part: string) => number): void {
    if (text === '') return
    let start = text.startsWith(this.#dropped) ? this.#dropped.length : 0
    this.#dropped = ''
    let lf = text.indexOf('\n', start)
    let cr = text.indexOf('\r', start)
    while (lf >= 0 || cr >= 0) {
      const atCr = cr >= 0 && (lf < 0 || cr < lf)
      const end = atCr ? cr : lf
      if (end > start) this.#add(text.slice(start, end), measure)
      this.#endLine()
      start = end + 1
      if (atCr) {
        // The line ends at the CR, now: a LF that belongs to it may come late or never.
        if (lf === start) start += 1
        else if (start === text.length) this.#dropped = '\n'
        cr = text.indexOf('\r', start)
      }
      if (lf >= 0 && lf < start) lf = text.indexOf('\n', start)
    }
    if (start < text.length) this.#add(text.slice(start), measure)
  }

  /** A part of the line, not empty. */
  #add(part: string, measure: (part: string) => number): void {
    if (this.#place === 'ignored') return
    let value = part
    if (this.#place === 'name') {
      const colon = part.indexOf(':')
      if (colon < 0) {
        this.#name += part
        if (!beginsField(this.#name)) this.#ignore()
        return
      }
      this.#name += part.slice(0, colon)
      if (!this.#block.open(this.#name)) {
        this.#ignore()
        return
      }
      this.#place = 'space'
      value = part.slice(colon + 1)
    }
    if (value === '') return
    // §9.2.6: one space before the value is not part of it.
    if (this.#place === 'space' && value.startsWith(' ')) value = value.slice(1)
    this.#place = 'value'
    if (this.#block.keep(this.#name, measure(value))) this.#value.add(value)
    else this.#ignore()
  }

  #endLine(): void {
    const name = this.#name
    const place = this.#place
    this.#name = ''
    this.#place = 'name'
    if (place === 'ignored') return
    if (place !== 'name') this.#block.process(name, this.#value.take())
    else if (name === '') this.#block.dispatch()
    // §9.2.6: a line without a colon is a name whose value is empty.
    else if (this.#block.open(name)) this.#block.process(name, '')
  }

  #ignore(): void {
    this.#place = 'ignored'
    this.#name = ''
    this.#value.take()
  }
}
