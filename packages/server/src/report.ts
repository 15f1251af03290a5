/** Where a failure goes that no caller waits for, unless the application takes it (`onError`). */
export function reportFailure(error: unknown): void {
  // oxlint-disable-next-line no-console
  console.error('eventwire:', error)
}
