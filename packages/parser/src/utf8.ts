/**
 * "UTF-8 decode without BOM" (Encoding §6) for bytes that come in chunks: the texts, put together, are what the whole
 * would decode to, and none of them ends within a character.
 */
export class Utf8Decoder {
  /** Whether the text last decoded is ASCII, so that its length is its size in bytes. */
  ascii = true
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  /** The character, of at most three bytes so far, that the last chunk broke off. */
  #cut = new Uint8Array()

  /** The text of `chunk`, as far as its characters are complete. */
  decode(chunk: Uint8Array): string {
    const bytes = this.#cut.length > 0 ? join(this.#cut, chunk) : chunk
    const end = completeEnd(bytes)
    // A copy, since the caller may use the chunk's memory again; and not by slice(), which shares it in a Node Buffer.
    this.#cut = new Uint8Array(bytes.subarray(end))
    const text = this.#decoder.decode(bytes.subarray(0, end))
    // U+FFFD is one unit for one bad byte; every other character that is not ASCII has fewer units than bytes.
    this.ascii = text.length === end && !text.includes('\uFFFD')
    return text
  }

  /** Says that no more bytes follow: a character that was broken off becomes U+FFFD. */
  flush(): string {
    if (this.#cut.length === 0) return ''
    const rest = this.#decoder.decode(this.#cut)
    this.#cut = new Uint8Array()
    return rest
  }
}

/** How many bytes `text` takes in UTF-8; a lone surrogate counts 2. */
export function utf8Length(text: string): number {
  let length = text.length
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    // Two units of a surrogate pair share four bytes.
    if (unit > 0x7f) length += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return length
}

function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + tail.length)
  bytes.set(head)
  bytes.set(tail, head.length)
  return bytes
}

/**
 * Where to cut `bytes` so that the head decodes alone as it would in place. Before any byte that is not a continuation
 * byte that is so: such a byte ends what came before it, well-formed or not.
 */
function completeEnd(bytes: Uint8Array): number {
  const { length } = bytes
  for (let back = 1; back <= 3 && back <= length; back += 1) {
    const byte = bytes[length - back] ?? 0
    // 10xxxxxx continues a character; 110xxxxx, 1110xxxx and 11110xxx begin one of 2, 3 and 4 bytes.
    if (byte >= 0xc0) return back < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? length - back : length
    if (byte < 0x80) return length
  }
  return length
}
