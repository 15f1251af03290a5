/** What is held beyond the data may be so much, whatever the size: the parser itself, and what the compiler keeps. */
const SLACK = 256 * 1024

/**
 * What is wrong with how cost follows size; empty if nothing is. Twice leaves room for noise: what is quadratic, or keeps
 * what it was sent, exceeds it by far where the sizes are sixteen times apart.
 *
 * @param times Per byte, smallest size first.
 * @param held Bytes held at the largest size.
 * @param data How many of them are data of an event that has not ended.
 */
export function verdict(times: readonly number[], held: number, data: number): '' | 'not flat' | 'not linear' {
  if (held > 2 * data + SLACK) return 'not flat'
  const [smallest = Number.NaN] = times
  return (times.at(-1) ?? Number.NaN) > 2 * smallest ? 'not linear' : ''
}
