import { expect, it } from 'vitest'
import { serve, type Handler } from '../src/index.ts'

// What needs no Deno; the rest is tests/runtimes/servers, on Deno itself.

const plain: Handler = () => new Response('plain')

it('serve rejects options that cannot be with a RangeError that names them', async () => {
  await expect(serve(plain, { port: 65_536 })).rejects.toThrow(/^port must be at most 65535, got 65536/)
  await expect(serve(plain, { closeTimeout: -1 })).rejects.toThrow(RangeError)
  await expect(serve(plain, { heartbeat: 0 })).rejects.toThrow(/^heartbeat/)
})

it('serve rejects with a TypeError without a handler, and without Deno', async () => {
  await expect(serve(undefined as unknown as Handler)).rejects.toThrow(/^handler must be a function/)
  await expect(serve(plain)).rejects.toThrow(/^serve of @eventwire\/deno needs Deno.serve/)
})
