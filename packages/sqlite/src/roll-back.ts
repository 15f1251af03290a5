/** Rolls back, unless there is nothing left to: a full disk, for one, does so by itself (sqlite.org/lang_transaction.html §2.3). */
export function rollBack(act: () => unknown): void {
  try {
    act()
  } catch (error) {
    if (!/no transaction/i.test(String(error))) throw error
  }
}
