import { IORedisPublisher } from '@orpc/experimental-publisher/ioredis'
import { Redis } from 'ioredis'
import type { OpenNode } from '../subject.ts'

export const open: OpenNode = async ({ at }) => {
  const commander = new Redis(at)
  const listener = new Redis(at)
  const publisher = new IORedisPublisher<Record<string, { readonly data: string }>>({
    commander,
    listener,
    // Without it nothing is kept, and nobody could go on.
    resumeRetentionSeconds: 600,
  })
  return {
    append: (log, data) => publisher.publish(log, { data }),
    async follow(log, heard) {
      await publisher.subscribe(log, ({ data }) => heard(data))
    },
    async catchUp(log, count) {
      let length = 0
      let read = 0
      let leave: (() => Promise<void>) | undefined
      await new Promise<void>((resolve, reject) => {
        const heard = ({ data }: { readonly data: string }): void => {
          length += data.length
          if ((read += 1) === count) resolve()
        }
        publisher.subscribe(log, heard, { lastEventId: '0-0', onError: reject }).then((end) => (leave = end), reject)
      })
      await leave?.()
      return length
    },
    async [Symbol.asyncDispose]() {
      commander.disconnect()
      listener.disconnect()
    },
  }
}
