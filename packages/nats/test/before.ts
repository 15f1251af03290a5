import type { NatsConnection, PublishOptions } from '@nats-io/nats-core'

/** Does something before a request is sent, which is lost if that rejects. */
export type Before = (subject: string, payload: string) => Promise<unknown> | undefined

/** The connection, which acts before it publishes. */
export function before(own: NatsConnection, act: Before): NatsConnection {
  const publish = (subject: string, payload?: string | Uint8Array, options?: PublishOptions): void => {
    const send = (): void => own.publish(subject, payload, options)
    const done = act(subject, typeof payload === 'string' ? payload : '')
    if (done) void done.then(send, () => undefined)
    else send()
  }
  return new Proxy(own, {
    get(target, name) {
      if (name === 'publish') return publish
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
