// index.d.ts (door ".")
export { Hub } from './hub.ts';
export type { SlowPolicy, SubscribeOptions, SubscriptionStart } from './subscribe-options.ts';
export type { EntryFilter, EntryKey } from './selection.ts';
export type { Subscription } from './subscription.ts';
export type { HubOptions } from './hub-options.ts';
export { Channel, type ChannelEvent, type PublishOptions } from './channel.ts';
export type { InputOf, SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.ts';
export { InvalidDataError } from './invalid-data-error.ts';
export type { RunOptions, RunSource } from './run.ts';
export type { Observer } from './observer.ts';
export type { Channels } from './selection.ts';
export type { Resume, Snapshot, SnapshotRequest, SnapshotState } from './snapshot.ts';
export { Session, type SessionInit } from './session.ts';
export type { HeartbeatEvent, ResolvedSessionOptions, SessionOptions } from './session-options.ts';
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
export type { BodySink, BodySinkInit } from './body-sink.ts';
export { join } from './segment.ts';
export { CutError } from './cut-error.ts';
export { resolveSessionOptions, type DoorOptions } from './door-options.ts';
export type { Cors } from './cors.ts';
export { SessionLimits, type Seat, type SessionLimitsOptions } from './session-limits.ts';
export { admit, type Admission } from './admission.ts';
export type { Grant } from './grant.ts';
export type { RequestLine } from './negotiation.ts';
export { eventStreamHeaders } from './head.ts';
export { requestLastEventId } from './last-event-id.ts';
export { chunked } from './batch.ts';
export type { Framing, Sink, SinkListener } from './sink.ts';
export { reportFailure } from './report.ts';
export { systemClock, type Clock } from './clock.ts';
export { Hubs, type HubsOptions } from './hubs.ts';
export { MemoryLogs, type LogStore, type MemoryLogsOptions } from './log-store.ts';
export { MemoryLog, type MemoryLogOptions } from './memory-log.ts';
export type { Entries, Entry, EntryInit, EntryLabel, EventLog, Gap, GapReason, GapVerdict, LogCapabilities, Mark, Page, Position, ReadOptions, Start, } from './event-log.ts';
export { followLog, type FollowedLog } from './follow.ts';
export { Sleepers } from './sleepers.ts';
export { checkEntrySize, entrySize } from './entry-size.ts';
export { randomEpoch } from './epoch.ts';
export { epochMark, gapVerdict, judgePosition, type Extent } from './verdict.ts';
export { LogError, type LogErrorCode } from './log-error.ts';
export { wholeNumber } from './limits.ts';

// hub.d.ts
import type { Channels } from './selection.ts';
import { Channel } from './channel.ts';
import type { Position } from './event-log.ts';
import { type HubOptions } from './hub-options.ts';
import { type RunOptions, type RunSource } from './run.ts';
import type { Session } from './session.ts';
import type { InputOf, StandardSchema } from './standard-schema.ts';
import { type SubscribeOptions } from './subscribe-options.ts';
import type { Subscription } from './subscription.ts';
export declare class Hub {
    #private;
    constructor(options: HubOptions);
    get sessions(): number;
    get published(): number;
    sessionsOf(channel: string): number;
    head(): Promise<Position>;
    channel(name: string): Channel;
    channel<Schema extends StandardSchema>(name: string, schema: Schema): Channel<InputOf<Schema>>;
    subscription(token: string): Subscription | undefined;
    isOver(lastEventId: string): Promise<boolean>;
    subscribe<C>(session: Session<C>, channels: Channels, options?: SubscribeOptions): Promise<Subscription>;
    pipe(source: RunSource, { channel, onError }?: RunOptions): Promise<void>;
    revoke(judge: (session: Session<unknown>) => boolean): number;
    drain({ over }?: {
        readonly over?: number;
    }): Promise<void>;
    rest(): boolean;
    end(): Promise<void>;
    close({ timeout }?: {
        readonly timeout?: number;
    }): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

// selection.d.ts
import type { EntryLabel } from './event-log.ts';
export type Channels = readonly string[] | 'all';
export interface Selection {
    readonly channels: Channels;
    readonly filter?: EntryFilter | undefined;
    readonly conflate?: EntryKey | undefined;
}
export type EntryFilter = (entry: EntryLabel) => boolean;
export type EntryKey = (entry: EntryLabel) => string | undefined;

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
export type EntryLabel = Omit<Entry, 'data'>;
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

// channel.d.ts
import type { EntryInit, Position } from './event-log.ts';
import type { StandardSchema } from './standard-schema.ts';
export interface ChannelEvent<Data = string> {
    readonly type?: string;
    readonly data: Data;
    readonly meta?: Readonly<Record<string, string>>;
}
export interface PublishOptions {
    readonly idempotencyKey?: string;
}
export type Publish = (entry: EntryInit, options: PublishOptions) => Promise<Position>;
export declare class Channel<Data = string> {
    #private;
    readonly name: string;
    constructor(name: string, publish: Publish, schema?: StandardSchema);
    publish({ type, data, meta }: ChannelEvent<Data>, options?: PublishOptions): Promise<Position>;
}

// standard-schema.d.ts
export interface StandardSchema<Input = unknown, Output = unknown> {
    readonly '~standard': {
        readonly version: 1;
        readonly vendor: string;
        readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
        readonly types?: {
            readonly input: Input;
            readonly output: Output;
        } | undefined;
    };
}
export type SchemaResult<Output> = {
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
export type InputOf<Schema> = Schema extends StandardSchema<infer Input> ? Input : never;

// hub-options.d.ts
import { type Clock } from './clock.ts';
import type { Entry, EventLog } from './event-log.ts';
import type { Observer } from './observer.ts';
import type { Snapshot } from './snapshot.ts';
export interface HubOptions {
    readonly log: EventLog;
    readonly wireType?: (entry: Entry) => string | undefined;
    readonly gapType?: string;
    readonly snapshot?: Snapshot;
    readonly ringBytes?: number;
    readonly onError?: (error: unknown) => void;
    readonly observer?: Observer;
    readonly clock?: Clock;
    readonly random?: () => number;
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

// observer.d.ts
import type { EntryLabel, Gap } from './event-log.ts';
import type { GoneReason } from './gone.ts';
import type { Session } from './session.ts';
export interface Observer {
    readonly opened?: (session: Session<unknown>) => void;
    readonly closed?: (session: Session<unknown>, reason: GoneReason | undefined) => void;
    readonly published?: (entry: Pick<EntryLabel, 'channel' | 'type' | 'position'>, length: number) => void;
    readonly delivered?: (session: Session<unknown>, bytes: number) => void;
    readonly lag?: (session: Session<unknown>, entries: number) => void;
    readonly gap?: (session: Session<unknown>, gap: Gap) => void;
    readonly evicted?: (session: Session<unknown>) => void;
}
export interface Watcher {
    opened(session: Session<unknown>): void;
    closed(session: Session<unknown>): void;
    published(entry: Pick<EntryLabel, 'channel' | 'type' | 'position'>, length: number): void;
    delivered(session: Session<unknown>, bytes: number): void;
    lag(session: Session<unknown>, entries: number): void;
    gap(session: Session<unknown>, gap: Gap): void;
    evicted(session: Session<unknown>): void;
}
export declare function watcherOf(observer: Observer, onError: (error: unknown) => void): Watcher;

// gone.d.ts
export type GoneReason = 'left' | 'closed' | 'overflow' | 'write-timeout' | 'max-age' | 'expired' | 'slow' | 'revoked' | 'failed';
export declare class GoneError extends Error {
    readonly name = "GoneError";
    readonly code: GoneReason;
    constructor(code: GoneReason);
}
export declare function isLeaving(error: unknown, gone: AbortSignal): boolean;

// session.d.ts
import { type ServerSentEventInit } from '@eventwire/encoder';
import type { GoneReason } from './gone.ts';
import type { Grant } from './grant.ts';
import { type PipeOptions, type PipeSource } from './pipe.ts';
import type { Seat } from './session-limits.ts';
import type { ResolvedSessionOptions } from './session-options.ts';
import type { Sink } from './sink.ts';
import { type Sent } from './transport.ts';
export interface SessionInit<C> {
    readonly lastEventId: string;
    readonly grant: Grant<C> & Partial<Seat>;
    readonly options: ResolvedSessionOptions;
}
export declare class Session<C = undefined> {
    #private;
    readonly lastEventId: string;
    readonly context: C;
    constructor(sink: Sink, { lastEventId, grant, options }: SessionInit<C>);
    get reason(): GoneReason | undefined;
    get gone(): AbortSignal;
    send(event: ServerSentEventInit): Sent;
    comment(text?: string): Sent;
    drained(): Promise<boolean>;
    pipe(source: PipeSource, options?: PipeOptions): Promise<void>;
    cut(last?: ServerSentEventInit): void;
    close(options?: {
        readonly retry?: number;
    }): Promise<void>;
}

// grant.d.ts
export interface Grant<C> {
    readonly context: C;
    readonly expiresAt?: number;
}
export declare function granted<G extends Grant<unknown>>(given: G | Response, now: number): G | Response;

// pipe.d.ts
import { type ServerSentEventInit } from '@eventwire/encoder';
import type { Clock } from './clock.ts';
import type { Sent } from './transport.ts';
export type PipeSource = AsyncIterable<ServerSentEventInit> | Iterable<ServerSentEventInit> | ReadableStream<ServerSentEventInit>;
export interface PipeOptions {
    readonly end?: 'close' | 'keep';
    readonly done?: ServerSentEventInit;
    readonly onError?: (error: unknown) => ServerSentEventInit | undefined;
}
export interface Outlet {
    readonly gone: AbortSignal;
    send(event: ServerSentEventInit): Sent;
    drained(): Promise<boolean>;
    cut(last?: ServerSentEventInit): void;
    close(): Promise<void>;
}
export declare function pipe(source: PipeSource, session: Outlet, { clock, ...options }: PipeOptions & {
    readonly clock: Pick<Clock, 'turn'>;
}): Promise<void>;

// transport.d.ts
import type { Feeder } from './feeder.ts';
import type { Beating, Heartbeat } from './heartbeat.ts';
import { GoneError, type GoneReason } from './gone.ts';
import type { Framing, Sink, SinkListener } from './sink.ts';
import type { Progress, Watched, WriteWatch } from './write-watch.ts';
export type Sent = 'sent' | 'full' | 'gone';
export declare class Transport implements Beating, Watched, SinkListener {
    #private;
    feeder: Feeder | undefined;
    heartbeatFrame: string | undefined;
    active: boolean;
    heartbeat: Heartbeat | undefined;
    watch: WriteWatch | undefined;
    constructor(sink: Sink, maxBufferedBytes: number);
    get framing(): Framing | undefined;
    get reason(): GoneReason | undefined;
    get writable(): boolean;
    send(text: string): Sent;
    write(text: string): Sent;
    writeFramed(bytes: Uint8Array): Sent;
    dedicate(): void;
    beat(silent: boolean): void;
    progress(): Progress;
    rest(): void;
    timeOut(): void;
    drained(): Promise<boolean>;
    close(reason?: GoneReason): Promise<void>;
    cut(reason: GoneReason, last?: string): void;
    onGone(listener: () => void): () => void;
    drain(): void;
    gone(): void;
    goneError(): GoneError;
}

// feeder.d.ts
export interface Feeder {
    drained(): void;
    beat(silent: boolean): void;
    gone(): void;
}
export declare const TAKEN: Feeder;

// heartbeat.d.ts
import type { Clock } from './clock.ts';
export interface Beating {
    active: boolean;
    heartbeat: Heartbeat | undefined;
    readonly writable: boolean;
    readonly reason: string | undefined;
    beat(silent: boolean): void;
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
export type Framing = (bytes: Uint8Array) => Uint8Array;
export interface SinkListener {
    drain(): void;
    gone(): void;
}
export interface Sink {
    readonly framing: Framing | undefined;
    attach(listener: SinkListener): void;
    write(bytes: Uint8Array): boolean;
    send?(text: string): boolean;
    readonly bufferedBytes: number;
    readonly progress?: number | undefined;
    dedicate?(): void;
    close(): void;
    abort(last?: Uint8Array): void;
}

// write-watch.d.ts
import type { Clock } from './clock.ts';
export type Progress = 'none waiting' | 'some taken' | 'none taken';
export interface Watched {
    watch: WriteWatch | undefined;
    progress(): Progress;
    rest(): void;
    timeOut(): void;
}
export declare class WriteWatch {
    #private;
    readonly timeout: number;
    readonly clock: Clock;
    constructor(timeout: number, clock: Clock);
    watches(transport: Watched): boolean;
    add(transport: Watched): void;
    takeOver(transport: Watched): void;
    delete(transport: Watched): boolean;
}

// session-limits.d.ts
export interface SessionLimitsOptions {
    readonly sessions: number;
    readonly perKey?: number;
    readonly answer?: 'retry' | 'refuse';
    readonly retry?: number;
}
export interface Seat {
    leave(): void;
}
export declare class SessionLimits {
    #private;
    readonly perKey: boolean;
    constructor({ sessions, perKey, answer, retry }: SessionLimitsOptions);
    get open(): number;
    take(key: string | undefined, random: () => number): Seat | Response;
}

// session-options.d.ts
import { type Clock } from './clock.ts';
export interface HeartbeatEvent {
    readonly every: number;
    readonly event: string;
}
export interface SessionOptions {
    readonly retry?: number;
    readonly heartbeat?: number | HeartbeatEvent | false;
    readonly maxBufferedBytes?: number;
    readonly writeTimeout?: number | false;
    readonly maxAge?: number | false;
    readonly maxAgeJitter?: number;
    readonly random?: () => number;
    readonly clock?: Clock;
}
export interface ResolvedSessionOptions {
    readonly retry: number;
    readonly heartbeat: number | false;
    readonly heartbeatEvent: string | undefined;
    readonly maxBufferedBytes: number;
    readonly writeTimeout: number | false;
    readonly maxAge: number | false;
    readonly maxAgeJitter: number;
    readonly random: () => number;
    readonly clock: Clock;
}
export declare function resolveSession(options: SessionOptions): ResolvedSessionOptions;

// snapshot.d.ts
import type { ServerSentEventInit } from '@eventwire/encoder';
import type { Channels } from './selection.ts';
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

// run.d.ts
import type { Channel, ChannelEvent } from './channel.ts';
export type RunSource = AsyncIterable<ChannelEvent> | Iterable<ChannelEvent> | ReadableStream<ChannelEvent>;
export interface RunOptions {
    readonly channel?: string;
    readonly onError?: (error: unknown) => ChannelEvent | undefined;
}
export interface RunParts {
    readonly channel: Channel;
    readonly onError: RunOptions['onError'];
    end(): Promise<void>;
    fail(): void;
}
export declare function run(source: RunSource, { channel, onError, end, fail }: RunParts): Promise<void>;

// subscribe-options.d.ts
import type { Channels } from './selection.ts';
import type { EntryFilter, EntryKey, Selection } from './selection.ts';
import type { Start } from './event-log.ts';
export type SubscriptionStart = Start | {
    readonly last: number;
};
export type SlowPolicy = 'replay' | 'latest' | 'disconnect';
export interface SubscribeOptions {
    readonly start?: SubscriptionStart;
    readonly filter?: EntryFilter;
    readonly conflate?: EntryKey;
    readonly slow?: SlowPolicy;
}
export interface SubscribeRequest extends Selection {
    readonly start: SubscriptionStart;
    readonly slow: SlowPolicy;
}
export declare function resolveSubscribe(channels: Channels, options: SubscribeOptions): SubscribeRequest;
export declare function channelName(name: string): string;

// subscription.d.ts
import type { Channels } from './selection.ts';
export interface Subscription {
    readonly channels: Channels;
    readonly token: string;
    add(...channels: readonly string[]): void;
    remove(...channels: readonly string[]): void;
    close(): void;
}

// invalid-data-error.d.ts
import type { SchemaIssue } from './standard-schema.ts';
export declare class InvalidDataError extends TypeError {
    readonly name = "InvalidDataError";
    readonly code = "invalid-data";
    readonly channel: string;
    readonly issues: readonly SchemaIssue[];
    constructor(channel: string, issues: readonly SchemaIssue[]);
}

// open-session.d.ts
import type { DoorOptions } from './door-options.ts';
import type { Opened } from './opened.ts';
export declare function openSession<C = undefined>(request: Request, options?: DoorOptions<C>): Promise<Opened<C>>;

// door-options.d.ts
import { type Cors } from './cors.ts';
import type { Grant } from './grant.ts';
import { type ResolvedSessionOptions, type SessionOptions } from './session-options.ts';
import { SessionLimits } from './session-limits.ts';
type Awaitable<T> = T | Promise<T>;
export interface DoorOptions<C = undefined> extends SessionOptions {
    readonly authorize?: (request: Request) => Awaitable<Grant<C> | Response>;
    readonly methods?: readonly string[];
    readonly cors?: Cors;
    readonly limits?: SessionLimits;
    key?(request: Request, context: C): string | undefined;
}
export declare function resolveSessionOptions<C>(options?: DoorOptions<C>): ResolvedSessionOptions;
export {};

// cors.d.ts
export interface Cors {
    readonly origins: readonly string[] | '*';
    readonly credentials?: boolean;
    readonly headers?: readonly string[];
}
export declare class CrossOrigin {
    #private;
    constructor(cors: Cors, request: Request);
    preflight(methods: readonly string[]): Response | undefined;
    on(response: Response): Response;
    headers(): [name: string, value: string][];
}
export declare function checkCors({ origins, credentials, headers }: Cors): void;

// opened.d.ts
import type { Session } from './session.ts';
export interface Opened<C> {
    readonly response: Response;
    readonly session?: Session<C>;
}

// handler.d.ts
import type { DoorOptions } from './door-options.ts';
import type { Opened } from './opened.ts';
export type OpenSession = <C = undefined>(options?: DoorOptions<C>) => Promise<Opened<C>>;
export type Handler = (request: Request, open: OpenSession) => Response | Promise<Response>;

// serve-options.d.ts
import { type DoorOptions } from './door-options.ts';
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
import type { DoorOptions } from './door-options.ts';
import type { Opened } from './opened.ts';
export interface Exchange {
    readonly request: Request;
    readonly isAddressed?: boolean;
    open<C>(options: DoorOptions<C>): Promise<Opened<C>>;
    isLeaving(error: unknown): boolean | Promise<boolean>;
}

// answer.d.ts
import type { DoorOptions } from './door-options.ts';
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
import type { BodySink, BodySinkInit } from './body-sink.ts';
import { type DoorOptions } from './door-options.ts';
import type { Opened } from './opened.ts';
export interface StreamPlatform {
    readonly left?: AbortSignal;
    readonly cutReason?: () => unknown;
    readonly sink?: (init: BodySinkInit) => BodySink;
}
export declare function openStream<C = undefined>(request: Request, options: DoorOptions<C>, { left, sink: make, ...platform }: StreamPlatform): Promise<Opened<C>>;

// body-sink.d.ts
import type { Clock } from './clock.ts';
import type { Sink } from './sink.ts';
export interface BodySinkInit {
    readonly clock: Pick<Clock, 'turn'>;
    readonly cutReason?: () => unknown;
}
export interface BodySink extends Sink {
    readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
    leave(): void;
}

// segment.d.ts
import type { Entry, EntryLabel, Mark } from './event-log.ts';
export interface Segment {
    readonly before: Mark;
    readonly entries: readonly EntryLabel[];
    readonly bytes: Uint8Array;
    readonly ends: readonly number[];
    readonly channels: ReadonlyMap<string, readonly number[]>;
}
export declare function seal(before: Mark, entries: readonly Entry[], frameOf: (entry: Entry) => string): Segment;
export declare function placesOf({ entries, channels }: Segment, wanted: ReadonlySet<string> | 'all'): Iterable<number>;
export declare function labelOf({ position, seq, channel, type, meta, time }: Entry): EntryLabel;
export declare function join(pieces: readonly Uint8Array[], length: number): Uint8Array;
export declare function lastMark({ before, entries }: Segment): Mark;
export declare function markOf({ position, seq }: Mark): Mark;

// cut-error.d.ts
export declare class CutError extends Error {
    readonly name = "CutError";
    constructor();
}

// admission.d.ts
import type { DoorOptions } from './door-options.ts';
import { type Grant } from './grant.ts';
import { type RequestLine } from './negotiation.ts';
export interface Admission<C> extends Grant<C> {
    readonly headers: [name: string, value: string][];
    readonly leave?: () => void;
}
export declare function admit<C>(line: RequestLine, request: () => Request, options: DoorOptions<C>): Promise<Admission<C> | Response>;

// negotiation.d.ts
export interface RequestLine {
    readonly method: string;
    readonly accept: string | null | undefined;
}
export declare function allowedMethods(methods?: readonly string[]): readonly string[];
export declare function refusal({ method, accept }: RequestLine, allowed: readonly string[]): Response | undefined;

// head.d.ts
export declare function eventStreamHeaders(): [name: string, value: string][];
export declare function unsizedHead(): Response;

// last-event-id.d.ts
export declare function requestLastEventId(header: string | null | undefined, url: string): string;

// batch.d.ts
import type { Mark } from './event-log.ts';
import type { Framing } from './sink.ts';
export declare class Batch {
    #private;
    readonly end: Mark;
    readonly last: Mark | undefined;
    constructor(bytes: Uint8Array, end: Mark, last: Mark | undefined);
    get length(): number;
    framed(framing: Framing | undefined): Uint8Array;
}
export declare function chunked(bytes: Uint8Array): Uint8Array;

// report.d.ts
export declare function reportFailure(error: unknown): void;

// hubs.d.ts
import { Hub } from './hub.ts';
import type { HubOptions } from './hub-options.ts';
import type { LogStore } from './log-store.ts';
export interface HubsOptions extends Omit<HubOptions, 'log'> {
    readonly logs: LogStore;
    readonly idleAfter?: number;
    readonly keepFor?: number;
}
export declare class Hubs implements AsyncDisposable {
    #private;
    constructor(options: HubsOptions);
    get size(): number;
    get(name: string): Hub;
    delete(name: string): Promise<void>;
    drain(options?: Parameters<Hub['drain']>[0]): Promise<void>;
    close(options?: Parameters<Hub['close']>[0]): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

// log-store.d.ts
import type { EventLog } from './event-log.ts';
import { MemoryLog, type MemoryLogOptions } from './memory-log.ts';
export interface LogStore {
    open(name: string): EventLog;
    delete(name: string): Promise<void>;
}
export interface MemoryLogsOptions extends MemoryLogOptions {
    readonly maxLogs?: number;
}
export declare class MemoryLogs implements LogStore {
    #private;
    constructor({ maxLogs, ...options }?: MemoryLogsOptions);
    get size(): number;
    open(name: string): MemoryLog;
    delete(name: string): Promise<void>;
}

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

// follow.d.ts
import type { Entries, GapVerdict, Mark, Page } from './event-log.ts';
export interface FollowedLog {
    page(after: Mark, signal: AbortSignal): Page | GapVerdict | Promise<Page | GapVerdict>;
    sleep(wake: () => void): () => void;
    readonly signal: AbortSignal;
}
export declare function followLog(from: Mark, log: FollowedLog): AsyncIterableIterator<Entries | GapVerdict>;

// sleepers.d.ts
export declare class Sleepers {
    #private;
    get size(): number;
    add(wake: () => void): () => void;
    wake(): void;
}

// entry-size.d.ts
import type { EntryInit, LogCapabilities } from './event-log.ts';
export declare function entrySize({ data, meta }: EntryInit, { maxEntryBytes }: LogCapabilities): number;
export declare function checkEntrySize(entry: EntryInit, capabilities: LogCapabilities): void;

// epoch.d.ts
export declare function randomEpoch(): string;

// verdict.d.ts
import type { GapReason, GapVerdict, Mark } from './event-log.ts';
export declare function gapVerdict(reason: GapReason, requested: string, from: Mark, missed?: number): GapVerdict;
export interface Extent {
    readonly epoch: string;
    readonly floorSeq: number;
    readonly headSeq: number;
}
export declare function epochMark(epoch: string, seq: number): Mark;
export declare function judgePosition(after: string, { epoch, floorSeq, headSeq }: Extent): {
    readonly kind: 'complete';
    readonly from: Mark;
} | GapVerdict;

// log-error.d.ts
export type LogErrorCode = 'unreachable' | 'timeout' | 'busy' | 'refused' | 'read-only' | 'unsuitable' | 'too-new' | 'too-old' | 'too-large' | 'full' | 'damaged' | 'failed';
export declare class LogError extends Error {
    readonly name = "LogError";
    readonly code: LogErrorCode;
    constructor(code: LogErrorCode, message: string, options?: {
        readonly cause?: unknown;
    });
}

// limits.d.ts
export declare function wholeNumber(name: string, value: number, least: number): number;
