import { Hub, MemoryLog } from '@eventwire/server'

const kept: typeof globalThis & { pricesHub?: Hub } = globalThis

/** On `globalThis`: Next bundles each route by itself and loads it anew in development, and all of them need the one hub. */
export const hub: Hub = (kept.pricesHub ??= new Hub({ log: new MemoryLog() }))
