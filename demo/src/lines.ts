/** Code points that a line may have before it goes on as the next one, so that no file can fill the memory. */
const MAX_LINE = 4096

/** Bytes in, finished lines out: a character or a line that is not complete waits for the rest of it. */
export class LineReader {
  #decoder = new TextDecoder()
  #rest = ''

  push(bytes: Uint8Array): string[] {
    const whole = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n')
    const rest = pieces(whole.pop() ?? '')
    this.#rest = rest.pop() ?? ''
    return [...whole.flatMap((line) => pieces(line.endsWith('\r') ? line.slice(0, -1) : line)), ...rest]
  }

  /** What is left when nothing more will come; then it begins anew. */
  end(): string[] {
    const rest = this.#rest + this.#decoder.decode()
    this.#decoder = new TextDecoder()
    this.#rest = ''
    return rest === '' ? [] : pieces(rest)
  }
}

function pieces(line: string): string[] {
  if (line.length <= MAX_LINE) return [line]
  return line.match(new RegExp(`[^]{1,${MAX_LINE}}`, 'gu')) ?? []
}
