import type { Channel, ChannelEvent } from './channel.ts'

/** What a finite run publishes: a generator, any (async) iterable, or a stream of events. */
export type RunSource = AsyncIterable<ChannelEvent> | Iterable<ChannelEvent> | ReadableStream<ChannelEvent>

export interface RunOptions {
  /** Where its events are published. @default 'run' */
  readonly channel?: string
  /**
   * What the readers are told when the source throws, after which the log ends as after the last event; `undefined` for
   * nothing. Without it, or if it throws, they are cut and the log stays open: another run can go on.
   */
  readonly onError?: (error: unknown) => ChannelEvent | undefined
}

export interface RunParts {
  readonly channel: Channel
  readonly onError: RunOptions['onError']
  /** Ends the log. */
  end(): Promise<void>
  /** Cuts all readers. */
  fail(): void
}

/** Publishes everything that a source gives, whoever reads it, and ends the log. */
export async function run(source: RunSource, { channel, onError, end, fail }: RunParts): Promise<void> {
  try {
    for await (const event of source as AsyncIterable<ChannelEvent>) await channel.publish(event)
  } catch (error) {
    try {
      if (!onError) throw error
      const last = onError(error)
      if (last) await channel.publish(last)
    } catch (failure) {
      fail()
      throw failure
    }
    await end()
    throw error
  }
  await end()
}
