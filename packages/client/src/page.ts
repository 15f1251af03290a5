/** What a connection wants to know of the page or worker that it lives in: the part of `window` that says so. */
export interface Page {
  addEventListener(type: string, listener: (event: { readonly type: string }) => void): void
  removeEventListener(type: string, listener: (event: { readonly type: string }) => void): void
  readonly document?: { readonly hidden: boolean } | undefined
}

/** The page or the worker where there is one; servers have none. */
export function ownPage(): Page | undefined {
  // By a property that only they have: Deno and workerd have addEventListener as well, and none of these events.
  return 'ononline' in globalThis ? (globalThis as unknown as Page) : undefined
}

/**
 * Tells when there is reason to hope for a connection (`false`), and when there should be none (`true`): since a page
 * with a connection does not enter the back/forward cache (HTML §7.4.6.2), and, if asked, while the page is hidden.
 *
 * @returns What ends it.
 */
export function watchPage(page: Page, pauseWhenHidden: boolean, onChange: (isAway: boolean) => void): () => void {
  const types = ['online', 'pageshow', 'pagehide']
  if (pauseWhenHidden) types.push('visibilitychange')
  let isAway = false
  const listener = ({ type }: { readonly type: string }): void => {
    if (type !== 'online') isAway = type === 'pagehide' || (pauseWhenHidden && Boolean(page.document?.hidden))
    onChange(isAway)
  }
  for (const type of types) page.addEventListener(type, listener)
  return () => {
    for (const type of types) page.removeEventListener(type, listener)
  }
}
