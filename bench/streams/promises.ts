/**
 * How many promises `run` makes, its own included; undefined where the runtime cannot tell. It counts what the compiler's
 * `await` makes too, so a loop that awaits a promise of its own counts 1 per turn.
 */
export async function promisesOf(run: () => Promise<unknown>): Promise<number | undefined> {
  if ('Bun' in globalThis || 'Deno' in globalThis) return undefined
  const { createHook } = await import('node:async_hooks')
  let count = 0
  const hook = createHook({
    init(_id, type) {
      if (type === 'PROMISE') count += 1
    },
  })
  hook.enable()
  await run()
  hook.disable()
  return count
}
