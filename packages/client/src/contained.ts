/**
 * `callback`, but what it throws is reported as uncaught, like what a listener of an event target throws, and does not
 * reach the code that called it.
 */
export function contained<Value>(callback: (value: Value) => void): (value: Value) => void {
  return (value) => {
    try {
      callback(value)
    } catch (error) {
      queueMicrotask(() => {
        throw error
      })
    }
  }
}
