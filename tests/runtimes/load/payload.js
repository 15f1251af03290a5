/** Characters of data of every event. */
export const EVENT_SIZE = 64 * 1024

/** The data of the event with this number: no two are the same. */
export function payload(number) {
  return String(number)
    .padStart(16, '0')
    .repeat(EVENT_SIZE / 16)
}
