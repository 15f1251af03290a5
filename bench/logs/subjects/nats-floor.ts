import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { KEPT, type OpenNode } from '../subject.ts'

/** Messages on their way to who catches up, at most. */
const AHEAD = 500

export const open: OpenNode = async ({ at }) => {
  const connection = await connect({ servers: at })
  const manager = await jetstreamManager(connection)
  const client = jetstream(connection)
  const made = new Map<string, Promise<unknown>>()

  /** A stream for each log, as ours has. */
  function streamOf(log: string): Promise<unknown> {
    const known = made.get(log)
    if (known) return known
    const config = { name: `floor-${log}`, subjects: [`floor.${log}`], max_msgs: KEPT, allow_direct: true }
    const making = manager.streams.add(config)
    made.set(log, making)
    return making
  }
  return {
    async append(log, data) {
      await streamOf(log)
      await client.publish(`floor.${log}`, data)
    },
    async follow(log, heard) {
      const { state } = await manager.streams.info(`floor-${log}`)
      const consumer = await client.consumers.getPushConsumer(`floor-${log}`, { opt_start_seq: state.last_seq + 1 })
      await consumer.consume({ callback: (message) => heard(message.string()) })
    },
    async catchUp(log, count) {
      const consumer = await client.consumers.get(`floor-${log}`)
      const messages = await consumer.consume({ max_messages: AHEAD })
      let length = 0
      let read = 0
      for await (const message of messages) {
        length += message.string().length
        if ((read += 1) === count) break
      }
      await messages.close()
      return length
    },
    async [Symbol.asyncDispose]() {
      await connection.close()
    },
  }
}
