import type { StartServer } from '../subject.ts'

/** No server: what is left is what the benchmark itself takes. */
export const start: StartServer = async () => ({ port: 0, publish: () => Promise.resolve() })
