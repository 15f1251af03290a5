import { Redis } from 'ioredis'
import { KEPT, type OpenNode } from '../subject.ts'

const PAGE = 100

const key = (log: string): string => `floor:${log}`

export const open: OpenNode = async ({ at, inFlight }) => {
  // What is asked for in one turn is one write to the socket, as one script is.
  const client = new Redis(at, { enableAutoPipelining: inFlight > 1 })
  const readers: Redis[] = []
  const over = new AbortController()
  return {
    append: (log, data) => client.xadd(key(log), 'MAXLEN', '~', KEPT, '*', 'd', data),
    async follow(log, heard) {
      const [newest] = await client.xrevrange(key(log), '+', '-', 'COUNT', 1)
      let after = newest?.[0] ?? '0-0'
      const reader = new Redis(at)
      readers.push(reader)
      const loop = async (): Promise<void> => {
        while (!over.signal.aborted) {
          const found = await reader.xread('COUNT', PAGE, 'BLOCK', 0, 'STREAMS', key(log), after)
          for (const [id, [, data = '']] of found?.[0]?.[1] ?? []) {
            after = id
            heard(data)
          }
        }
      }
      loop().catch((error: unknown) => {
        if (!over.signal.aborted) throw error
      })
    },
    async catchUp(log, count) {
      let after = '0-0'
      let length = 0
      for (let read = 0; read < count;) {
        const found = (await client.xread('COUNT', PAGE, 'STREAMS', key(log), after))?.[0]?.[1] ?? []
        if (found.length === 0) throw new Error(`${log} has ${read} entries of ${count}`)
        for (const [, [, data = '']] of found) length += data.length
        after = found.at(-1)?.[0] ?? after
        read += found.length
      }
      return length
    },
    async [Symbol.asyncDispose]() {
      over.abort()
      for (const connection of [client, ...readers]) connection.disconnect()
    },
  }
}
