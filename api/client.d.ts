// index.d.ts (door ".")
export { connect } from './connect.ts';
export type { Connection } from './connection.ts';
export type { ConnectOptions, Fetch, RetryPolicy } from './options.ts';
export type { Attempt, AttemptInit } from './request.ts';
export type { ConnectionState } from './reconnection.ts';
export type { StateChange } from './state-change.ts';
export type { Clock } from './clock.ts';
export { ConnectError, type ConnectErrorCode, type ConnectErrorDetails } from './errors.ts';
export type { ServerSentEvent } from '@eventwire/parser';

// connect.d.ts
import { type Connection } from './connection.ts';
import type { ConnectOptions } from './options.ts';
export declare function connect(url: string | URL, options?: ConnectOptions): Connection;

// connection.d.ts
import type { ServerSentEvent } from '@eventwire/parser';
import type { ConnectionState } from './reconnection.ts';
import type { ResolvedOptions } from './resolve-options.ts';
export interface Connection extends AsyncIterable<ServerSentEvent>, AsyncDisposable {
    readonly state: ConnectionState;
    readonly lastEventId: string;
    readonly reconnectionTime: number;
    close(): Promise<void>;
    [Symbol.asyncIterator](): AsyncIterableIterator<ServerSentEvent>;
}
export declare class StreamConnection implements Connection {
    #private;
    constructor(options: ResolvedOptions);
    get state(): ConnectionState;
    get lastEventId(): string;
    get reconnectionTime(): number;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
    [Symbol.asyncIterator](): AsyncIterableIterator<ServerSentEvent>;
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
} | {
    readonly type: 'nothing';
};
export declare const START: Reconnection;
export declare function reconnect(from: Reconnection, input: ReconnectionInput, policy: ResolvedRetryPolicy | false): readonly [to: Reconnection, action: ReconnectionAction];
export declare function reconnectionDelay(failures: number, asked: number, random: number, { initialDelay, maxDelay }: Pick<ResolvedRetryPolicy, 'initialDelay' | 'maxDelay'>): number;

// resolve-options.d.ts
import { type Clock } from './clock.ts';
import type { ConnectOptions, Fetch } from './options.ts';
import type { ResolvedRetryPolicy } from './reconnection.ts';
import { type Attempt, type AttemptInit } from './request.ts';
import type { StateChange } from './state-change.ts';
export interface ResolvedOptions {
    readonly url: URL;
    readonly request: (attempt: Attempt) => AttemptInit | PromiseLike<AttemptInit>;
    readonly fetch: Fetch;
    readonly signal: AbortSignal | undefined;
    readonly lastEventId: string;
    readonly retry: ResolvedRetryPolicy | false;
    readonly reconnectionTime: number;
    readonly maxEventBytes: number | undefined;
    readonly onComment: ((text: string) => void) | undefined;
    readonly onStateChange: (change: StateChange) => void;
    readonly clock: Clock;
    readonly random: () => number;
}
export declare function resolveOptions(url: string | URL, options: ConnectOptions): ResolvedOptions;

// clock.d.ts
export interface Clock {
    now(): number;
    setTimeout(callback: () => void, milliseconds: number): unknown;
    clearTimeout(timer: unknown): void;
}
export declare function systemClock(): Clock;
export declare const MAX_TIMER: number;

// options.d.ts
import type { Clock } from './clock.ts';
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
export interface ConnectOptions {
    readonly request?: AttemptInit | ((attempt: Attempt) => AttemptInit | PromiseLike<AttemptInit>) | undefined;
    readonly fetch?: Fetch | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly lastEventId?: string | undefined;
    readonly retry?: RetryPolicy | false | undefined;
    readonly maxEventBytes?: number | undefined;
    readonly onComment?: ((text: string) => void) | undefined;
    readonly onStateChange?: ((change: StateChange) => void) | undefined;
    readonly clock?: Clock | undefined;
    readonly random?: (() => number) | undefined;
}

// request.d.ts
import type { ConnectError } from './errors.ts';
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
    readonly init: RequestInit;
}
export declare function prepareRequest({ url, ...given }: AttemptInit, base: URL, lastEventId: string): PreparedRequest;
export declare function isStream(body: unknown): boolean;
export declare function isSafe(method: string): boolean;

// errors.d.ts
export type ConnectErrorCode = 'network-error' | 'stream-ended' | 'bad-status' | 'not-an-event-stream' | 'event-too-large' | 'request-failed' | 'unsendable-last-event-id';
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
