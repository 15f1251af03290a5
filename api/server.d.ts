// index.d.ts (door ".")
export { Hub, type SubscribeOptions, type Subscription } from './hub.ts';
export type { HubOptions } from './hub-options.ts';
export { Channel, type ChannelEvent } from './channel.ts';
export type { Channels } from './audience.ts';
export type { Resume, Snapshot, SnapshotRequest, SnapshotState } from './snapshot.ts';
export { Session, type SessionInit } from './session.ts';
export { resolveSessionOptions, type ResolvedSessionOptions, type SessionOptions } from './session-options.ts';
export type { PipeOptions, PipeSource } from './pipe.ts';
export type { Sent } from './transport.ts';
export { GoneError, type GoneReason } from './gone.ts';
export { openSession } from './open-session.ts';
export type { Opened } from './opened.ts';
export type { Handler, OpenSession } from './handler.ts';
export type { ServeOptions } from './serve-options.ts';
export type { EventServer, Listening } from './event-server.ts';
export { Application } from './application.ts';
export type { Exchange } from './exchange.ts';
export { internalServerError } from './answer.ts';
export { openStream, type StreamPlatform } from './open-stream.ts';
export { CutError } from './cut-error.ts';
export { admit, type DoorOptions, type Grant } from './admission.ts';
export type { RequestLine } from './negotiation.ts';
export { eventStreamHeaders } from './head.ts';
export { requestLastEventId } from './last-event-id.ts';
export type { Framing, Sink, SinkListener } from './sink.ts';
export { reportFailure } from './report.ts';
export { systemClock, type Clock } from './clock.ts';
export { MemoryLog, type MemoryLogOptions } from './memory-log.ts';
export type { Entries, Entry, EntryInit, EventLog, Gap, GapReason, GapVerdict, LogCapabilities, Mark, Page, Position, ReadOptions, Start, } from './event-log.ts';

// hub.d.ts
import { type Channels } from './audience.ts';
import { Channel } from './channel.ts';
import type { Position, Start } from './event-log.ts';
import { type HubOptions } from './hub-options.ts';
import type { Session } from './session.ts';
export interface SubscribeOptions {
    readonly start?: Start;
}
export interface Subscription {
    readonly channels: Channels;
    close(): void;
}
export declare class Hub {
    #private;
    constructor(options: HubOptions);
    get sessions(): number;
    head(): Promise<Position>;
    channel(name: string): Channel;
    subscribe<C>(session: Session<C>, channels: Channels, options?: SubscribeOptions): Promise<Subscription>;
    end(): Promise<void>;
    close({ timeout }?: {
        readonly timeout?: number;
    }): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

// audience.d.ts
export type Channels = readonly string[] | 'all';
export declare class Audience {
    readonly channels: ReadonlySet<string> | 'all';
    size: number;
    constructor(channels: Channels);
    takes(channel: string): boolean;
}
export declare class Audiences {
    #private;
    join(channels: Channels): Audience;
    leave(audience: Audience): void;
    of(channels: Iterable<string>): Set<Audience>;
}

// channel.d.ts
import type { EntryInit, Position } from './event-log.ts';
export interface ChannelEvent {
    readonly type?: string;
    readonly data: string;
    readonly meta?: Readonly<Record<string, string>>;
}
export type Publish = (entry: EntryInit) => Promise<Position>;
export declare class Channel {
    #private;
    readonly name: string;
    constructor(name: string, publish: Publish);
    publish({ type, data, meta }: ChannelEvent): Promise<Position>;
}

// event-log.d.ts
export type Position = string & {
    readonly __brand: 'Position';
};
export interface Mark {
    readonly position: Position;
    readonly seq: number;
}
export interface EntryInit {
    readonly channel: string;
    readonly type?: string;
    readonly data: string;
    readonly meta?: Readonly<Record<string, string>>;
}
export interface Entry extends EntryInit, Mark {
    readonly time: number;
}
export type Start = {
    readonly after: string;
} | {
    readonly at: 'head';
} | {
    readonly at: 'floor';
};
export type GapReason = 'trimmed' | 'skipped' | 'epoch-changed' | 'ahead-of-head' | 'forked' | 'unreadable';
export interface Gap {
    readonly kind: 'gap';
    readonly reason: GapReason;
    readonly requested: string;
    readonly resumedAfter: Position;
    readonly missed?: number;
}
export interface Entries {
    readonly kind: 'entries';
    readonly entries: readonly Entry[];
}
export interface GapVerdict {
    readonly kind: 'gap';
    readonly gap: Gap;
    readonly from: Mark;
}
export interface Page extends Entries {
    readonly from: Mark;
    readonly head: Mark;
    readonly ended: boolean;
}
export interface ReadOptions {
    readonly limit: number;
    readonly maxBytes: number;
    readonly signal: AbortSignal;
}
export interface LogCapabilities {
    readonly durable: boolean;
    readonly shared: boolean;
    readonly atomicBatches: boolean;
    readonly maxEntryBytes: number;
}
export interface EventLog extends AsyncDisposable {
    append(entries: readonly EntryInit[], options?: {
        readonly idempotencyKey?: string;
    }): Promise<readonly Position[]>;
    bounds(): Promise<{
        readonly floor: Mark;
        readonly head: Mark;
    }>;
    read(after: string, options: ReadOptions): Promise<Page | GapVerdict>;
    open(start: Start, options: {
        readonly signal: AbortSignal;
    }): Promise<{
        readonly resume: {
            readonly kind: 'fresh' | 'complete';
            readonly from: Mark;
        } | GapVerdict;
        readonly items: AsyncIterable<Entries | GapVerdict>;
    }>;
    end(): Promise<void>;
    readonly capabilities: LogCapabilities;
}

// hub-options.d.ts
import { type Clock } from './clock.ts';
import type { Entry, EventLog } from './event-log.ts';
import type { Snapshot } from './snapshot.ts';
export interface HubOptions {
    readonly log: EventLog;
    readonly wireType?: (entry: Entry) => string | undefined;
    readonly gapType?: string;
    readonly snapshot?: Snapshot;
    readonly ringBytes?: number;
    readonly onError?: (error: unknown) => void;
    readonly clock?: Clock;
}
export type ResolvedHubOptions = Required<Omit<HubOptions, 'snapshot'>> & {
    readonly snapshot: Snapshot | undefined;
};
export declare function resolveHubOptions(options: HubOptions): ResolvedHubOptions;

// clock.d.ts
export interface Clock {
    now(): number;
    setTimeout(callback: () => void, milliseconds: number): unknown;
    clearTimeout(timer: unknown): void;
    turn(callback: () => void): void;
}
export declare function systemClock(): Clock;

// snapshot.d.ts
import type { ServerSentEventInit } from '@eventwire/encoder';
import type { Channels } from './audience.ts';
import type { Gap, Position } from './event-log.ts';
import type { Session } from './session.ts';
export type Resume = {
    readonly kind: 'fresh';
} | {
    readonly kind: 'complete';
} | Gap;
export interface SnapshotRequest {
    readonly session: Session<unknown>;
    readonly channels: Channels;
    readonly resume: Exclude<Resume, {
        kind: 'complete';
    }>;
}
export interface SnapshotState {
    readonly asOf: Position;
    readonly events: Iterable<ServerSentEventInit> | AsyncIterable<ServerSentEventInit>;
}
export type Snapshot = (request: SnapshotRequest) => SnapshotState | Promise<SnapshotState>;

// session.d.ts
import { type ServerSentEventInit } from '@eventwire/encoder';
import type { GoneReason } from './gone.ts';
import { type PipeOptions, type PipeSource } from './pipe.ts';
import type { ResolvedSessionOptions } from './session-options.ts';
import type { Sink } from './sink.ts';
import { type Sent } from './transport.ts';
export declare const HEARTBEAT: Uint8Array;
export interface SessionInit<C> {
    readonly lastEventId: string;
    readonly context: C;
    readonly options: ResolvedSessionOptions;
}
export declare class Session<C = undefined> {
    #private;
    readonly lastEventId: string;
    readonly context: C;
    constructor(sink: Sink, { lastEventId, context, options }: SessionInit<C>);
    get reason(): GoneReason | undefined;
    get gone(): AbortSignal;
    send(event: ServerSentEventInit): Sent;
    comment(text?: string): Sent;
    drained(): Promise<boolean>;
    pipe(source: PipeSource, options?: PipeOptions): Promise<void>;
    cut(): void;
    close(options?: {
        readonly retry?: number;
    }): Promise<void>;
}

// gone.d.ts
export type GoneReason = 'left' | 'closed' | 'overflow' | 'failed';
export declare class GoneError extends Error {
    readonly name = "GoneError";
    readonly code: GoneReason;
    constructor(code: GoneReason);
}
export declare function isLeaving(error: unknown, gone: AbortSignal): boolean;

// pipe.d.ts
import { type ServerSentEventInit } from '@eventwire/encoder';
import type { Sent } from './transport.ts';
export type PipeSource = AsyncIterable<ServerSentEventInit> | Iterable<ServerSentEventInit> | ReadableStream<ServerSentEventInit>;
export interface PipeOptions {
    readonly end?: 'close' | 'keep';
    readonly done?: ServerSentEventInit;
}
export interface Outlet {
    readonly gone: AbortSignal;
    send(event: ServerSentEventInit): Sent;
    drained(): Promise<boolean>;
    cut(): void;
    close(): Promise<void>;
}
export declare function pipe(source: PipeSource, session: Outlet, options?: PipeOptions): Promise<void>;

// transport.d.ts
import type { Beating, Heartbeat } from './heartbeat.ts';
import { GoneError, type GoneReason } from './gone.ts';
import type { Framing, Sink } from './sink.ts';
export type Sent = 'sent' | 'full' | 'gone';
export declare class Transport implements Beating {
    #private;
    onDrain: (() => void) | undefined;
    beat: (silent: boolean) => void;
    active: boolean;
    heartbeat: Heartbeat | undefined;
    constructor(sink: Sink, maxBufferedBytes: number);
    get framing(): Framing;
    get reason(): GoneReason | undefined;
    get writable(): boolean;
    send(bytes: Uint8Array): Sent;
    write(bytes: Uint8Array): Sent;
    writeFramed(bytes: Uint8Array): Sent;
    drained(): Promise<boolean>;
    close(): Promise<void>;
    cut(reason: GoneReason): void;
    onGone(listener: () => void): () => void;
    goneError(): GoneError;
}

// heartbeat.d.ts
import type { Clock } from './clock.ts';
export interface Beating {
    active: boolean;
    heartbeat: Heartbeat | undefined;
    readonly writable: boolean;
    readonly reason: string | undefined;
    readonly beat: (silent: boolean) => void;
}
export declare class Heartbeat {
    #private;
    readonly interval: number;
    readonly clock: Clock;
    constructor(interval: number, clock: Clock);
    add(transport: Beating): void;
    delete(transport: Beating): void;
}

// sink.d.ts
export type Framing = 'none' | 'chunked';
export interface SinkListener {
    drain(): void;
    gone(): void;
}
export interface Sink {
    readonly framing: Framing;
    attach(listener: SinkListener): void;
    write(bytes: Uint8Array): boolean;
    readonly bufferedBytes: number;
    close(): void;
    abort(): void;
}

// session-options.d.ts
import { type Clock } from './clock.ts';
export interface SessionOptions {
    readonly retry?: number;
    readonly heartbeat?: number | false;
    readonly maxBufferedBytes?: number;
    readonly clock?: Clock;
}
export interface ResolvedSessionOptions {
    readonly retry: number;
    readonly heartbeat: number | false;
    readonly maxBufferedBytes: number;
    readonly clock: Clock;
}
export declare function resolveSessionOptions(options?: SessionOptions): ResolvedSessionOptions;

// open-session.d.ts
import type { DoorOptions } from './admission.ts';
import type { Opened } from './opened.ts';
export declare function openSession<C = undefined>(request: Request, options?: DoorOptions<C>): Promise<Opened<C>>;

// admission.d.ts
import { type RequestLine } from './negotiation.ts';
import type { SessionOptions } from './session-options.ts';
type Awaitable<T> = T | Promise<T>;
export interface Grant<C> {
    readonly context: C;
}
export interface DoorOptions<C = undefined> extends SessionOptions {
    readonly authorize?: (request: Request) => Awaitable<Grant<C> | Response>;
    readonly methods?: readonly string[];
}
export declare function admit<C>(line: RequestLine, request: () => Request, { authorize, methods }: DoorOptions<C>): Promise<Grant<C> | Response>;
export {};

// negotiation.d.ts
export interface RequestLine {
    readonly method: string;
    readonly accept: string | null | undefined;
}
export declare function refusal({ method, accept }: RequestLine, methods: readonly string[]): Response | undefined;

// opened.d.ts
import type { Session } from './session.ts';
export interface Opened<C> {
    readonly response: Response;
    readonly session?: Session<C>;
}

// handler.d.ts
import type { DoorOptions } from './admission.ts';
import type { Opened } from './opened.ts';
export type OpenSession = <C = undefined>(options?: DoorOptions<C>) => Promise<Opened<C>>;
export type Handler = (request: Request, open: OpenSession) => Response | Promise<Response>;

// serve-options.d.ts
import type { DoorOptions } from './admission.ts';
export interface ServeOptions extends DoorOptions {
    readonly port?: number;
    readonly hostname?: string;
    readonly closeTimeout?: number;
    readonly onError?: (error: unknown) => void;
}
export interface ResolvedServeOptions extends Required<Omit<ServeOptions, keyof DoorOptions>> {
    readonly door: DoorOptions;
}
export declare function resolveServeOptions(options: ServeOptions): ResolvedServeOptions;

// event-server.d.ts
export interface EventServer extends AsyncDisposable {
    readonly url: string;
    readonly port: number;
    close(): Promise<void>;
}
export interface Listening {
    readonly port: number;
    close(): Promise<unknown>;
    cut(): unknown;
}
export declare function serverUrl(hostname: string, port: number): string;

// application.d.ts
import { type EventServer, type Listening } from './event-server.ts';
import type { Exchange } from './exchange.ts';
import type { Handler } from './handler.ts';
import { type ServeOptions } from './serve-options.ts';
export declare class Application {
    #private;
    readonly hostname: string;
    readonly port: number;
    readonly onError: (error: unknown) => void;
    constructor(handler: Handler, options?: ServeOptions);
    answer(exchange: Exchange): Promise<Response>;
    serving(listening: Listening): EventServer;
}

// exchange.d.ts
import type { DoorOptions } from './admission.ts';
import type { Opened } from './opened.ts';
export interface Exchange {
    readonly request: Request;
    open<C>(options: DoorOptions<C>): Promise<Opened<C>>;
    isLeaving(error: unknown): boolean | Promise<boolean>;
}

// answer.d.ts
import type { DoorOptions } from './admission.ts';
import type { Exchange } from './exchange.ts';
import type { Handler } from './handler.ts';
import type { Sessions } from './sessions.ts';
export interface Answering {
    readonly handler: Handler;
    readonly door: DoorOptions;
    readonly sessions: Sessions;
    readonly onError: (error: unknown) => void;
}
export declare function answer(exchange: Exchange, { handler, door, sessions, onError }: Answering): Promise<Response>;
export declare function internalServerError(): Response;

// sessions.d.ts
import type { Session } from './session.ts';
export declare class Sessions {
    #private;
    add(session: Session<unknown>): void;
    close(): Promise<void>;
    cut(): void;
}

// open-stream.d.ts
import { type DoorOptions } from './admission.ts';
import type { Opened } from './opened.ts';
export interface StreamPlatform {
    readonly left?: AbortSignal;
    readonly cutReason?: () => unknown;
}
export declare function openStream<C = undefined>(request: Request, options: DoorOptions<C>, { left, ...platform }: StreamPlatform): Promise<Opened<C>>;

// cut-error.d.ts
export declare class CutError extends Error {
    readonly name = "CutError";
    constructor();
}

// head.d.ts
export declare function eventStreamHeaders(): [name: string, value: string][];
export declare function unsizedHead(): Response;

// last-event-id.d.ts
export declare function requestLastEventId(header: string | null | undefined, url: string): string;

// report.d.ts
export declare function reportFailure(error: unknown): void;

// memory-log.d.ts
import type { EntryInit, EventLog, GapVerdict, LogCapabilities, Mark, Page, Position } from './event-log.ts';
import type { ReadOptions, Start } from './event-log.ts';
export interface MemoryLogOptions {
    readonly maxEntries?: number;
    readonly maxBytes?: number;
    readonly maxEntryBytes?: number;
    readonly epoch?: string;
    readonly now?: () => number;
}
export declare class MemoryLog implements EventLog {
    #private;
    readonly capabilities: LogCapabilities;
    constructor(options?: MemoryLogOptions);
    append(inits: readonly EntryInit[], options?: {
        idempotencyKey?: string;
    }): Promise<readonly Position[]>;
    bounds(): Promise<{
        readonly floor: Mark;
        readonly head: Mark;
    }>;
    read(after: string, { limit, maxBytes, signal }: ReadOptions): Promise<Page | GapVerdict>;
    open(start: Start, { signal }: {
        readonly signal: AbortSignal;
    }): ReturnType<EventLog['open']>;
    end(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
