// index.d.ts (door ".")
export { connect } from './connect.ts';
export type { Connection } from './connection.ts';
export type { ConnectOptions, EventDecoder, Fetch, RetryPolicy, Timeouts } from './options.ts';
export { EventSource, type EventSourceErrorEvent, type EventSourceEventMap, type EventSourceHandler, } from './event-source.ts';
export type { EventSourceHeaders, EventSourceInit } from './event-source-init.ts';
export type { Attempt, AttemptInit } from './request.ts';
export type { CursorIn } from './last-event-id.ts';
export { memoryCursor, storageCursor, type CursorStorage, type CursorStore } from './cursor.ts';
export { jsonEvents, type EventOf, type EventSchemas, type Gap, type GapEvent, type JsonEventsOptions, type OtherEvent, type TypedEvent, } from './json-events.ts';
export type { OutputOf, SchemaIssue, StandardResult, StandardSchema } from './standard-schema.ts';
export type { ConnectionState } from './reconnection.ts';
export type { StateChange } from './state-change.ts';
export type { Clock } from './clock.ts';
export type { Page } from './page.ts';
export { ConnectError, type ConnectErrorCode, type ConnectErrorDetails } from './errors.ts';
export { InvalidEventError, type InvalidEventErrorCode } from './invalid-event-error.ts';
export type { ServerSentEvent } from '@eventwire/parser';

// connect.d.ts
import type { ServerSentEvent } from '@eventwire/parser';
import type { Connection } from './connection.ts';
import type { ConnectOptions } from './options.ts';
export declare function connect<Event extends object = ServerSentEvent>(url: string | URL, options?: ConnectOptions<Event>): Connection<Event>;

// connection.d.ts
import type { ServerSentEvent } from '@eventwire/parser';
import type { ConnectionState } from './reconnection.ts';
export interface Connection<Event extends object = ServerSentEvent> extends AsyncIterable<Event>, AsyncDisposable {
    readonly state: ConnectionState;
    readonly lastEventId: string;
    readonly reconnectionTime: number;
    acknowledge(event: Event): void;
    reconnect(): void;
    close(): Promise<void>;
    [Symbol.asyncIterator](): AsyncIterableIterator<Event>;
    batches(): AsyncIterableIterator<readonly Event[]>;
}

// reconnection.d.ts
export type ConnectionState = 'connecting' | 'open' | 'waiting' | 'closed';
export interface ResolvedRetryPolicy {
    readonly initialDelay: number;
    readonly maxDelay: number;
    readonly healthyAfter: number;
    readonly maxFailures: number;
    readonly replayUnsafe: boolean;
}
export interface Reconnection {
    readonly state: ConnectionState;
    readonly attempt: number;
    readonly failures: number;
    readonly openedAt: number;
}
export type ReconnectionInput = {
    readonly type: 'opened';
    readonly at: number;
} | {
    readonly type: 'lost';
    readonly at: number;
    readonly asked: number;
    readonly random: number;
    readonly mayRetry: boolean;
    readonly isTurn?: boolean;
} | {
    readonly type: 'interrupted';
} | {
    readonly type: 'due';
} | {
    readonly type: 'closed';
};
export type ReconnectionAction = {
    readonly type: 'attempt';
} | {
    readonly type: 'wait';
    readonly delay: number;
    readonly atLeast: number;
} | {
    readonly type: 'nothing';
};
export declare const START: Reconnection;
export declare function reconnect(from: Reconnection, input: ReconnectionInput, policy: ResolvedRetryPolicy | false): readonly [to: Reconnection, action: ReconnectionAction];
export declare function reconnectionDelay(failures: number, asked: number, random: number, { initialDelay, maxDelay }: Pick<ResolvedRetryPolicy, 'initialDelay' | 'maxDelay'>): number;

// options.d.ts
import type { ServerSentEvent } from '@eventwire/parser';
import type { Clock } from './clock.ts';
import type { CursorStore } from './cursor.ts';
import type { Page } from './page.ts';
import type { CursorIn } from './last-event-id.ts';
import type { Attempt, AttemptInit } from './request.ts';
import type { StateChange } from './state-change.ts';
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
export interface RetryPolicy {
    readonly initialDelay?: number | undefined;
    readonly maxDelay?: number | undefined;
    readonly healthyAfter?: number | undefined;
    readonly maxFailures?: number | undefined;
    readonly replayUnsafe?: boolean | undefined;
}
export interface Timeouts {
    readonly connect?: number | undefined;
    readonly idle?: number | undefined;
    readonly signOfLife?: 'bytes' | 'comments' | 'events' | undefined;
}
export type EventDecoder<Event> = (event: ServerSentEvent, isLast: boolean) => Event | undefined | PromiseLike<Event | undefined>;
export interface ConnectOptions<Event extends object = ServerSentEvent> {
    readonly request?: AttemptInit | ((attempt: Attempt) => AttemptInit | PromiseLike<AttemptInit>) | undefined;
    readonly fetch?: Fetch | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly lastEventId?: string | undefined;
    readonly cursor?: CursorStore | undefined;
    readonly cursorIn?: CursorIn | undefined;
    readonly ack?: 'delivery' | 'processed' | 'manual' | undefined;
    readonly retry?: RetryPolicy | false | undefined;
    readonly timeouts?: Timeouts | undefined;
    readonly until?: ((event: ServerSentEvent) => boolean) | undefined;
    readonly failOn?: ((event: ServerSentEvent) => Error | null | undefined) | undefined;
    readonly events?: EventDecoder<Event> | undefined;
    readonly pauseWhenHidden?: boolean | undefined;
    readonly maxEventBytes?: number | undefined;
    readonly onComment?: ((text: string) => void) | undefined;
    readonly onStateChange?: ((change: StateChange) => void) | undefined;
    readonly page?: Page | undefined;
    readonly clock?: Clock | undefined;
    readonly random?: (() => number) | undefined;
}

// clock.d.ts
export interface Clock {
    now(): number;
    setTimeout(callback: () => void, milliseconds: number): unknown;
    clearTimeout(timer: unknown): void;
}
export declare function systemClock(): Clock;
export declare const MAX_TIMER: number;

// cursor.d.ts
export interface CursorStore {
    load(): string | null | undefined | PromiseLike<string | null | undefined>;
    save(id: string): void | PromiseLike<void>;
}
export declare function memoryCursor(id?: string): CursorStore;
export declare function storageCursor(key: string, storage?: CursorStorage): CursorStore;
export interface CursorStorage {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
}

// page.d.ts
export interface Page {
    addEventListener(type: string, listener: (event: {
        readonly type: string;
    }) => void): void;
    removeEventListener(type: string, listener: (event: {
        readonly type: string;
    }) => void): void;
    readonly document?: {
        readonly hidden: boolean;
    } | undefined;
}
export declare function ownPage(): Page | undefined;
export declare function watchPage(page: Page, pauseWhenHidden: boolean, onChange: (isAway: boolean) => void): () => void;

// last-event-id.d.ts
export type CursorIn = 'header' | {
    readonly query: string;
};
export declare function lastEventIdHeader(id: string): string | undefined;
export declare function isSendable(id: string, cursorIn: CursorIn): boolean;

// request.d.ts
import type { ConnectError } from './errors.ts';
import { type CursorIn } from './last-event-id.ts';
export interface Attempt {
    readonly number: number;
    readonly lastEventId: string;
    readonly cause: ConnectError | undefined;
    readonly signal: AbortSignal;
}
export type AttemptInit = Omit<RequestInit, 'signal'> & {
    readonly url?: string | URL | undefined;
};
export interface PreparedRequest {
    readonly url: string;
    readonly method: string;
    readonly init: RequestInit & {
        readonly headers: Headers;
    };
}
export declare function prepareRequest({ url, ...given }: AttemptInit, base: URL, lastEventId: string, cursorIn?: CursorIn): PreparedRequest;
export declare function streamHeaders(given: HeadersInit | undefined, lastEventId: string): Headers;
export declare function isStream(body: unknown): boolean;
export declare function isSafe(method: string): boolean;

// errors.d.ts
export type ConnectErrorCode = 'network-error' | 'stream-ended' | 'bad-status' | 'not-an-event-stream' | 'event-too-large' | 'request-failed' | 'timeout' | 'interrupted' | 'unsendable-last-event-id' | 'cursor-not-saved';
export interface ConnectErrorDetails {
    readonly attempt: number;
    readonly willRetry: boolean;
    readonly status?: number | undefined;
    readonly headers?: Headers | undefined;
    readonly body?: string | undefined;
    readonly cause?: unknown;
}
export declare class ConnectError extends Error {
    readonly code: ConnectErrorCode;
    readonly attempt: number;
    readonly willRetry: boolean;
    readonly status: number | undefined;
    readonly headers: Headers | undefined;
    readonly body: string | undefined;
    constructor(code: ConnectErrorCode, message: string, details: ConnectErrorDetails);
}

// state-change.d.ts
import type { ConnectError } from './errors.ts';
import type { ConnectionState } from './reconnection.ts';
export interface StateChange {
    readonly state: ConnectionState;
    readonly attempt: number;
    readonly delay?: number | undefined;
    readonly cause?: ConnectError | undefined;
}

// event-source.d.ts
import type { ConnectError } from './errors.ts';
import { type EventSourceInit } from './event-source-init.ts';
export interface EventSourceErrorEvent extends Event {
    readonly error?: ConnectError;
}
export interface EventSourceEventMap {
    open: Event;
    message: MessageEvent<string>;
    error: EventSourceErrorEvent;
}
export type EventSourceHandler<Type extends Event> = ((event: Type) => unknown) | null;
type Listener<Type extends Event> = (event: Type) => unknown;
export interface EventSource {
    addEventListener<Type extends keyof EventSourceEventMap>(type: Type, listener: Listener<EventSourceEventMap[Type]>, options?: boolean | AddEventListenerOptions): void;
    addEventListener(type: string, listener: Listener<MessageEvent<string>> | EventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
    removeEventListener<Type extends keyof EventSourceEventMap>(type: Type, listener: Listener<EventSourceEventMap[Type]>, options?: boolean | EventListenerOptions): void;
    removeEventListener(type: string, listener: Listener<MessageEvent<string>> | EventListenerObject | null, options?: boolean | EventListenerOptions): void;
}
export declare class EventSource extends EventTarget {
    #private;
    static readonly CONNECTING: 0;
    static readonly OPEN: 1;
    static readonly CLOSED: 2;
    readonly CONNECTING: 0;
    readonly OPEN: 1;
    readonly CLOSED: 2;
    readonly [Symbol.toStringTag]: string;
    constructor(url: string | URL, init?: EventSourceInit | null);
    get url(): string;
    get withCredentials(): boolean;
    get readyState(): 0 | 1 | 2;
    get onopen(): EventSourceHandler<Event>;
    set onopen(handler: EventSourceHandler<Event>);
    get onmessage(): EventSourceHandler<MessageEvent<string>>;
    set onmessage(handler: EventSourceHandler<MessageEvent<string>>);
    get onerror(): EventSourceHandler<EventSourceErrorEvent>;
    set onerror(handler: EventSourceHandler<EventSourceErrorEvent>);
    close(): void;
}
export {};

// event-source-init.d.ts
import { type Clock } from './clock.ts';
import type { Fetch } from './options.ts';
export type EventSourceHeaders = HeadersInit | (() => HeadersInit | PromiseLike<HeadersInit>);
export interface EventSourceInit {
    readonly withCredentials?: boolean | undefined;
    readonly fetch?: Fetch | undefined;
    readonly headers?: EventSourceHeaders | undefined;
    readonly lastEventId?: string | undefined;
    readonly reconnectionTime?: number | undefined;
    readonly maxEventBytes?: number | undefined;
    readonly clock?: Clock | undefined;
    readonly random?: (() => number) | undefined;
}
export interface ResolvedInit {
    readonly withCredentials: boolean;
    readonly fetch: Fetch;
    readonly headers: EventSourceHeaders;
    readonly lastEventId: string;
    readonly reconnectionTime: number;
    readonly maxEventBytes: number | undefined;
    readonly clock: Clock;
    readonly random: () => number;
}
export declare function resolveInit(init: EventSourceInit | null): ResolvedInit;

// json-events.d.ts
import { InvalidEventError } from './invalid-event-error.ts';
import type { EventDecoder } from './options.ts';
import type { OutputOf, StandardSchema } from './standard-schema.ts';
export type EventSchemas = Readonly<Record<string, StandardSchema>>;
export type EventOf<Schemas extends EventSchemas> = {
    [Type in keyof Schemas & string]: TypedEvent<Type, OutputOf<Schemas[Type]>>;
}[keyof Schemas & string] | (string extends keyof Schemas ? GapEvent : 'gap' extends keyof Schemas ? never : GapEvent) | OtherEvent;
export interface TypedEvent<Type extends string, Data> {
    readonly type: Type;
    readonly data: Data;
    readonly lastEventId: string;
}
export type GapEvent = TypedEvent<'gap', Gap>;
export interface Gap {
    readonly kind: 'gap';
    readonly reason: string;
    readonly requested: string;
    readonly resumedAfter: string;
    readonly missed?: number;
}
export interface OtherEvent {
    readonly type: '';
    readonly unknownType: string;
    readonly data: string;
    readonly lastEventId: string;
}
export interface JsonEventsOptions {
    readonly onInvalid?: ((error: InvalidEventError) => void) | undefined;
}
export declare function jsonEvents<const Schemas extends EventSchemas>(schemas: Schemas, options?: JsonEventsOptions): EventDecoder<EventOf<Schemas>>;

// invalid-event-error.d.ts
import type { ServerSentEvent } from '@eventwire/parser';
import type { SchemaIssue } from './standard-schema.ts';
export type InvalidEventErrorCode = 'not-json' | 'invalid-data';
export declare class InvalidEventError extends Error {
    readonly code: InvalidEventErrorCode;
    readonly event: ServerSentEvent;
    readonly issues: readonly SchemaIssue[];
    constructor(code: InvalidEventErrorCode, event: ServerSentEvent, issues: readonly SchemaIssue[], cause?: unknown);
}

// standard-schema.d.ts
export interface StandardSchema<Output = unknown> {
    readonly '~standard': {
        readonly version: 1;
        readonly vendor: string;
        readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
        readonly types?: {
            readonly input: unknown;
            readonly output: Output;
        } | undefined;
    };
}
export type StandardResult<Output> = {
    readonly value: Output;
    readonly issues?: undefined;
} | {
    readonly issues: readonly SchemaIssue[];
};
export interface SchemaIssue {
    readonly message: string;
    readonly path?: readonly (PropertyKey | {
        readonly key: PropertyKey;
    })[] | undefined;
}
export type OutputOf<Schema> = Schema extends StandardSchema<infer Output> ? Output : never;
