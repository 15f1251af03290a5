import { now } from '../fanout/tally.ts'

const FILLER = 'x'.repeat(4_096)

/** Data of this many characters, which begin with the time. */
export function payload(size = 200): string {
  const time = `${now()} `
  return time + FILLER.slice(time.length, size)
}
