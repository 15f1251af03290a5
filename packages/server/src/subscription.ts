import type { Channels } from './selection.ts'

/** The feeding of one session by one hub. */
export interface Subscription {
  /** What it takes now. */
  readonly channels: Channels
  /**
   * Names this subscription to whoever is told: 32 unguessable characters that need no escape in a URL, made when it is first asked for. A
   * client that sends it back with another request lets {@link Hub.subscription} find this one; judge that request like
   * any other all the same.
   */
  readonly token: string
  /**
   * Takes more channels, from the session's place on: a client that is behind gets what was published to them since
   * then as well. Has no effect on channels that it has, nor where it takes all.
   *
   * @throws TypeError for what is no name of a channel.
   */
  add(...channels: readonly string[]): void
  /**
   * Takes no more of these channels; what is on its way is still sent. With none left only the session's place moves.
   *
   * @throws TypeError where it takes all channels, of which none can be taken away.
   */
  remove(...channels: readonly string[]): void
  /** Stops feeding the session, which stays open. */
  close(): void
}
