import { createInbox, type Msg, type MsgCallback, type NatsConnection, type Subscription } from '@nats-io/nats-core'

/** Told what comes to an {@link Inbox}. */
export interface InboxListener {
  /** To the request of this number. */
  answer(number: number, message: Msg): void
  /** The user may not subscribe to it, so that no answer comes. */
  refuse(error: Error): void
}

/**
 * Where the answers to all requests of a store come. The requests of the client itself make two errors each, in case that
 * they fail, which takes more time than all else that they do.
 */
export class Inbox {
  readonly #connection: NatsConnection
  readonly #listener: InboxListener
  #root = ''
  #subscription: Subscription | undefined

  constructor(connection: NatsConnection, listener: InboxListener) {
    this.#connection = connection
    this.#listener = listener
  }

  /** The subject for the answer to a request. The subscription is made with the first, and anew if it was refused. */
  subjectOf(number: number): string {
    if (!this.#subscription || this.#subscription.isClosed()) this.#subscribe()
    return `${this.#root}${number}`
  }

  /** Has a subject of its own for a request that gets many answers. */
  open(listener: MsgCallback<Msg>): Subscription {
    return this.#connection.subscribe(createInbox(prefixOf(this.#connection)), { callback: listener })
  }

  close(): void {
    if (this.#subscription?.isClosed() === false) this.#subscription.unsubscribe()
  }

  #subscribe(): void {
    const root = `${createInbox(prefixOf(this.#connection))}.`
    this.#root = root
    this.#subscription = this.#connection.subscribe(`${root}*`, {
      callback: (error, message) => {
        if (error) this.#listener.refuse(error)
        else this.#listener.answer(Number(message.subject.slice(root.length)), message)
      },
    })
  }
}

/** What the user has told `connect()`. The client's other packages read it there too, and its types do not have it. */
function prefixOf(connection: NatsConnection & { readonly options?: { readonly inboxPrefix?: string } }): string {
  return connection.options?.inboxPrefix ?? ''
}
