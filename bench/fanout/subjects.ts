import { nchanModule } from './nchan-module.ts'

/** A server that takes part. */
export interface Subject {
  /** File in servers/. */
  readonly name: string
  readonly label: string
  /** How much of the work it is given, since it is slow. @default 1 */
  readonly share?: number
}

const OURS = { name: 'eventwire', label: 'eventwire, a hub' }
const ON_NODE: readonly Subject[] = [
  { name: 'floor', label: 'floor: node:net, joined bytes to every socket' },
  { ...OURS, label: 'eventwire, a hub of @eventwire/node' },
  { name: 'response-write', label: 'node:http, res.write for each' },
  { name: 'better-sse', label: 'better-sse, a channel', share: 1 / 2 },
  { name: 'fastify-sse', label: '@fastify/sse, send for each', share: 1 / 2 },
  { name: 'hono', label: 'hono, streamSSE', share: 1 / 8 },
  { name: 'h3', label: 'h3, createEventStream', share: 1 / 8 },
]
const ON_BUN: readonly Subject[] = [
  { name: 'bun-direct', label: "floor: Bun.serve, joined bytes to type: 'direct' streams" },
  { ...OURS, label: 'eventwire, a hub of @eventwire/bun' },
  { name: 'readable-stream', label: 'naive: Bun.serve, ReadableStream, enqueue for each', share: 1 / 2 },
]
const ON_DENO: readonly Subject[] = [
  { name: 'readable-stream', label: 'naive: Deno.serve, ReadableStream, enqueue for each' },
  { ...OURS, label: 'eventwire, a hub of @eventwire/deno' },
  { name: 'floor', label: 'floor: node:net, joined bytes to every socket' },
]

/** Who takes part on a runtime, the one that all are compared to first; and who cannot, a sentence each. */
export function subjectsOn(runtime: string): { readonly subjects: readonly Subject[]; readonly absent: string[] } {
  if (runtime === 'bun') return { subjects: ON_BUN, absent: [] }
  if (runtime === 'deno') return { subjects: ON_DENO, absent: [] }
  const nchan = nchanModule()
  if (nchan.file === undefined) return { subjects: ON_NODE, absent: [`SKIPPED: nginx with nchan, since ${nchan.why}`] }
  return { subjects: [...ON_NODE, { name: 'nchan', label: 'nginx with nchan, one worker' }], absent: [] }
}
