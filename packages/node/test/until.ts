/** Milliseconds between two looks. */
const INTERVAL = 5

/** Waits until a condition holds; rejects with what was waited for when it does not hold in time. */
export async function until(what: string, condition: () => boolean, timeout = 15_000): Promise<void> {
  const deadline = performance.now() + timeout
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeout} ms in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, INTERVAL))
  }
}
