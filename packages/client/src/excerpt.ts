import type { Clock } from './clock.ts'

/** Bytes and milliseconds that the evidence of a refusal is worth. */
const MAX_BYTES = 8 * 1024
const MAX_TIME = 1_000

/** The beginning of a body as text: up to 8 KiB, as far as it comes within a second. */
export async function readExcerpt(reader: ReadableStreamDefaultReader<Uint8Array>, clock: Clock): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  // Cancelling ends a pending read, as if the body were over.
  const timer = clock.setTimeout(() => void reader.cancel().catch(() => undefined), MAX_TIME)
  try {
    for (let left = MAX_BYTES; left > 0;) {
      const { done, value } = await reader.read()
      if (done) break
      const part = value.subarray(0, left)
      left -= part.length
      text += decoder.decode(part, { stream: true })
    }
    return text
  } catch {
    // The refusal stands although its body broke off; what came is what there is to show.
    return text
  } finally {
    clock.clearTimeout(timer)
  }
}
