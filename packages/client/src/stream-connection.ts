import type { ServerSentEvent } from '@eventwire/parser'
import type { Connection } from './connection.ts'
import type { Batch, EventReader } from './event-reader.ts'
import type { Failure } from './failure.ts'
import { Link } from './link.ts'
import { PullIterator } from './pull-iterator.ts'
import type { ConnectionState } from './reconnection.ts'
import type { ResolvedOptions } from './resolve-options.ts'

/** Makes of events what one step of an iteration gives. */
interface Dealer<Event, Item> {
  /** The item that the event completes, if it does. */
  add(event: Event): Item | undefined
  /** What is left when no more events are there yet. */
  rest(): Item | undefined
  /** The item of all events that came together, if it takes them so. */
  readonly whole?: (events: readonly Event[]) => Item
}

/** What `connect` returns: deals out what its {@link Link} brings, and knows what of it is acknowledged. */
export class StreamConnection<Event extends object> implements Connection<Event> {
  readonly #options: ResolvedOptions<Event>
  readonly #link: Link
  /** The events of the last chunk, and how many of them are taken. */
  #batch: readonly ServerSentEvent[] = []
  #taken = 0
  /** How many events are dealt out, of all chunks, and how many of them acknowledged. */
  #count = 0
  #acknowledged = 0
  /** The id in force at the last that was acknowledged, once there is one. */
  #cursor: string | undefined
  /** Which event is which: their numbers, from 1, and their ids. */
  readonly #places = new WeakMap<object, { readonly number: number; readonly id: string }>()
  /** How it ends when the consumer asks for more: after the event that `until` waits for, or with what is wrong. */
  #ending: { readonly failure?: { readonly error: unknown } } | undefined
  #isIterated = false

  constructor(options: ResolvedOptions<Event>) {
    this.#options = options
    this.#link = new Link(options)
  }

  get state(): ConnectionState {
    return this.#link.state
  }

  get lastEventId(): string {
    return this.#cursor ?? this.#link.origin
  }

  get reconnectionTime(): number {
    return this.#link.reconnectionTime
  }

  acknowledge(event: Event): void {
    const { number, id } = this.#places.get(event) ?? { number: 0, id: '' }
    // When it is the last, blocks without data that came after it are passed as well.
    if (number > this.#acknowledged) this.#acknowledge(number, number === this.#count ? this.#link.lastEventId : id)
  }

  reconnect(): void {
    this.#link.reconnect()
  }

  async close(): Promise<void> {
    await this.#link.close()
    // What is acknowledged after the end.
    await this.#link.flush()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Event> {
    const one: Dealer<Event, Event> = { add: (event) => event, rest: () => undefined }
    return this.#iterate(
      () => this.#takeAsIs(),
      () => one,
    )
  }

  batches(): AsyncIterableIterator<readonly Event[]> {
    return this.#iterate(
      () => undefined,
      () => {
        const batch: Event[] = []
        return {
          add: (event) => void batch.push(event),
          rest: () => (batch.length > 0 ? batch : undefined),
          whole: (events) => events,
        }
      },
    )
  }

  /** @param take What is there already, if that can be told without a wait. */
  #iterate<Item>(take: () => Item | undefined, dealer: () => Dealer<Event, Item>): AsyncIterableIterator<Item> {
    if (this.#isIterated) throw new TypeError('A connection can be iterated only once: it is one stream')
    this.#isIterated = true
    return new PullIterator<Item>({
      take: () => {
        this.#moveOn()
        return take()
      },
      pull: (settled) => this.#pull(settled, dealer()),
      close: () => this.close(),
    })
  }

  /** Who asks for more is done with what came before, unless it says so by hand. */
  #moveOn(): void {
    if (this.#options.ack === 'processed') this.#acknowledge(this.#count, this.#link.lastEventId)
    if (this.#ending) void this.#link.close(this.#ending.failure)
  }

  #take(): ServerSentEvent | undefined {
    const event = this.#batch[this.#taken]
    if (event === undefined || this.#ending || this.#link.state === 'closed' || !this.#inspect(event)) return undefined
    this.#taken += 1
    return event
  }

  #takeAsIs(): Event | undefined {
    const event = this.#options.events ? undefined : this.#take()
    return event && this.#pass(event, asIs(event))
  }

  /** All that came together, unless each event is to be looked at. */
  #takeWhole(): readonly Event[] | undefined {
    const { events, until, failOn, ack } = this.#options
    const batch = this.#batch
    const last = batch.at(-1)
    if (!last || this.#taken > 0 || events || until || failOn || ack !== 'delivery') return undefined
    if (this.#link.state === 'closed') return undefined
    this.#taken = batch.length
    this.#count += batch.length
    this.#link.lastEventId = last.lastEventId
    this.#acknowledge(this.#count, last.lastEventId)
    return batch as readonly object[] as readonly Event[]
  }

  /** One function, since each that is awaited costs a turn of the microtasks, and a busy stream has many. */
  async #pull<Item>(settled: () => void, dealer: Dealer<Event, Item>): Promise<IteratorResult<Item, undefined>> {
    try {
      for (;;) {
        const whole = dealer.whole && this.#takeWhole()
        if (whole) return { done: false, value: dealer.whole(whole) }
        const event = this.#take()
        if (event) {
          const item = this.#options.events ? await this.#decode(event) : this.#pass(event, asIs(event))
          const dealt = item && dealer.add(item)
          if (dealt !== undefined) return { done: false, value: dealt }
          continue
        }
        const rest = this.#link.state === 'closed' ? undefined : dealer.rest()
        if (rest !== undefined) return { done: false, value: rest }
        this.#moveOn()
        const reader = this.#link.reader ?? (await this.#link.nextReader())
        if (!reader) break
        this.#passOver(reader)
        let chunk: ReadableStreamReadResult<Uint8Array>
        try {
          chunk = await reader.request()
        } catch (cause) {
          this.#receive(reader, reader.breakOff(cause))
          continue
        }
        this.#receive(reader, reader.accept(chunk))
      }
      await this.#link.flush()
      return { done: true, value: undefined }
    } finally {
      settled()
    }
  }

  /** Called when every event before is taken: blocks without data are passed, too. */
  #passOver({ lastEventId }: EventReader): void {
    const isAcknowledged = this.#acknowledged === this.#count
    this.#link.lastEventId = lastEventId
    if (isAcknowledged) this.#acknowledge(this.#count, lastEventId)
  }

  #receive({ reconnectionTime }: EventReader, result: Batch | Failure): void {
    if (reconnectionTime !== undefined) this.#link.reconnectionTime = reconnectionTime
    if (result.type === 'failed') {
      this.#link.lose(result)
      return
    }
    this.#batch = result.events
    this.#taken = 0
  }

  /** Whether the event may be given out; otherwise that is how it ends. */
  #inspect(event: ServerSentEvent): boolean {
    const { failOn, until } = this.#options
    if (!failOn && !until) return true
    try {
      const error = failOn?.(event)
      if (error) throw error
      if (until?.(event)) this.#ending = {}
      return true
    } catch (error) {
      this.#ending = { failure: { error } }
      return false
    }
  }

  /** `undefined` if the event is to be left out, or is how it ends, or if the end came while it was decoded. */
  async #decode(event: ServerSentEvent): Promise<Event | undefined> {
    try {
      const item = await this.#options.events?.(event, this.#ending !== undefined)
      return this.#link.state === 'closed' ? undefined : this.#pass(event, item)
    } catch (error) {
      this.#ending = { failure: { error } }
      return undefined
    }
  }

  /** @param item What the consumer gets of the event, if anything. */
  #pass({ lastEventId }: ServerSentEvent, item: Event | undefined): Event | undefined {
    this.#count += 1
    this.#link.lastEventId = lastEventId
    if (this.#options.ack === 'delivery') this.#acknowledge(this.#count, lastEventId)
    else if (item) this.#places.set(item, { number: this.#count, id: lastEventId })
    return item
  }

  #acknowledge(number: number, id: string): void {
    this.#acknowledged = number
    if (id === this.lastEventId) return
    this.#cursor = id
    this.#link.save(id)
  }
}

/** Without a decoder the consumer gets events as they are, and their type is the default. */
function asIs<Event>(event: ServerSentEvent): Event {
  return event as unknown as Event
}
