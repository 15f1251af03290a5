/** Milliseconds between two looks. */
const INTERVAL = 5
const PATIENCE = 20_000

/**
 * Waits until a condition holds.
 *
 * @param {() => boolean} condition
 * @param {() => string} what For the error.
 */
export async function until(condition, what) {
  const deadline = performance.now() + PATIENCE
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited ${PATIENCE} ms in vain until ${what()}`)
    await new Promise((resolve) => setTimeout(resolve, INTERVAL))
  }
}

/** Lets the event loop turn. */
export function turn() {
  return new Promise((resolve) => setTimeout(resolve))
}

/** Waits until a number has not changed for 50 looks. */
export async function atRest(number) {
  let last = Number.NaN
  let same = 0
  await until(
    () => {
      same = number() === last ? same + 1 : 0
      last = number()
      return same === 50
    },
    () => `it comes to rest at ${last}`,
  )
}
