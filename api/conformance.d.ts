// index.d.ts (door ".")
export { unsupportedReason, type Awaitable, type Check, type Suite, type Supports } from './suite.ts';
export { parseReference, type ParsedEvent, type ParsedStream } from './reference.ts';
export { canonical, type EventInit } from './canonical.ts';
export { parserVectors, type ParserVector } from './vectors.ts';
export { parserSuite } from './parser-suite.ts';
export type { ParserSubject } from './parser-subject.ts';
export { dispatchSuite, type DispatchSubject } from './dispatch-suite.ts';
export { encoderVectors, type CommentVector, type EncoderVector, type EventVector } from './encoder-vectors.ts';
export { encoderSuite, type EncoderSubject } from './encoder-suite.ts';
export { clientSuite } from './client-suite.ts';
export type { ClientConnection, ClientOptions, ClientRequest, ClientSubject } from './client-subject.ts';
export { logSuite } from './log-suite.ts';
export type { EventLogLike, LogEntries, LogEntry, LogEntryInit, LogFollowing, LogGapVerdict, LogMark, LogPage, LogStart, LogStoreLike, LogSubject, } from './log-subject.ts';
export { FakeClock } from './fake-clock.ts';
export type { FaultyAnswer, TimedChunk } from './faulty-answer.ts';
export { faultyFetch, type AnswerClock, type FaultyFetch, type FaultyRequest } from './faulty-fetch.ts';
export { recordFetch, type RecordedChunk, type RecordedStream, type RecordingFetch } from './record-fetch.ts';
export { replayed } from './replayed.ts';
export { serverSuite } from './server-suite.ts';
export type { ReferenceServer, ServerSubject } from './server-subject.ts';
export { referenceApp, type ReferenceHandler, type ReferenceHub, type ReferenceOpen, type ReferenceParts, type ReferenceSession, } from './reference-app.ts';

// suite.d.ts
export interface Check<Subject> {
    readonly name: string;
    run(subject: Subject): Promise<void>;
}
export type Suite<Subject> = readonly Check<Subject>[];
export interface Supports {
    readonly unsupported?: Readonly<Record<string, string>>;
}
export type Awaitable<T> = T | PromiseLike<T>;
export declare function unsupportedReason<Subject extends Supports>(subject: Subject, check: Check<Subject>): string | undefined;

// reference.d.ts
export interface ParsedEvent {
    readonly type: string;
    readonly data: string;
    readonly lastEventId: string;
}
export interface ParsedStream {
    readonly events: readonly ParsedEvent[];
    readonly lastEventId: string;
    readonly reconnectionTime: number | undefined;
}
export declare function parseReference(bytes: Uint8Array, options?: {
    readonly lastEventId?: string;
}): ParsedStream;

// canonical.d.ts
import type { ParsedEvent } from './reference.ts';
export interface EventInit {
    readonly type?: string | undefined;
    readonly data?: string | undefined;
    readonly id?: string | undefined;
    readonly retry?: number | undefined;
}
export declare function canonical(init: EventInit, lastEventId?: string): ParsedEvent | undefined;

// vectors.d.ts
import type { ParsedStream } from './reference.ts';
export interface ParserVector {
    readonly name: string;
    readonly topic: string;
    readonly clause: string;
    readonly bytes: Uint8Array;
    readonly lastEventId?: string;
    readonly expected: ParsedStream;
}
export declare const parserVectors: readonly ParserVector[];
export declare function optionsOf({ lastEventId }: ParserVector): {
    readonly lastEventId?: string;
};

// parser-suite.d.ts
import type { ParserSubject } from './parser-subject.ts';
import type { Suite } from './suite.ts';
export declare const parserSuite: Suite<ParserSubject>;

// parser-subject.d.ts
import type { ParsedStream } from './reference.ts';
import type { Awaitable, Supports } from './suite.ts';
export interface ParserSubject extends Supports {
    parse(chunks: readonly Uint8Array[], options: {
        readonly lastEventId?: string;
        readonly maxEventBytes?: number;
    }): Awaitable<ParsedStream>;
}

// dispatch-suite.d.ts
import { type ParsedEvent } from './reference.ts';
import type { Awaitable, Suite, Supports } from './suite.ts';
export interface DispatchSubject extends Supports {
    open(options: {
        readonly lastEventId?: string;
    }): {
        push(chunk: Uint8Array): Awaitable<readonly ParsedEvent[]>;
    };
}
export declare const dispatchSuite: Suite<DispatchSubject>;

// encoder-vectors.d.ts
import type { ParsedStream } from './reference.ts';
export type EncoderVector = EventVector | CommentVector;
export interface EventVector {
    readonly name: string;
    readonly topic: 'well-formed' | 'attack';
    readonly event: unknown;
    readonly expected: string | ParsedStream;
    readonly wire?: string;
}
export interface CommentVector {
    readonly name: string;
    readonly topic: 'well-formed' | 'attack';
    readonly comment: unknown;
    readonly expected: string | undefined;
    readonly wire?: string;
}
export declare const encoderVectors: readonly EncoderVector[];

// encoder-suite.d.ts
import type { EventInit } from './canonical.ts';
import type { Awaitable, Suite, Supports } from './suite.ts';
export interface EncoderSubject extends Supports {
    encode(event: EventInit): Awaitable<string | Uint8Array>;
    encodeComment(text?: string): Awaitable<string | Uint8Array>;
}
export declare const encoderSuite: Suite<EncoderSubject>;

// client-suite.d.ts
import type { ClientSubject } from './client-subject.ts';
import type { Suite } from './suite.ts';
export declare const clientSuite: Suite<ClientSubject>;

// client-subject.d.ts
import type { FakeClock } from './fake-clock.ts';
import type { FaultyFetch } from './faulty-fetch.ts';
import type { ParsedEvent } from './reference.ts';
import type { Supports } from './suite.ts';
export interface ClientConnection extends AsyncIterable<ParsedEvent> {
    readonly lastEventId: string;
    close(): Promise<void>;
    reconnect?(): void;
    acknowledge?(event: ParsedEvent): void;
    batches?(): AsyncIterable<readonly ParsedEvent[]>;
}
export interface ClientRequest {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
}
export interface ClientOptions {
    readonly fetch: FaultyFetch;
    readonly clock: FakeClock;
    readonly random?: () => number;
    readonly signal?: AbortSignal;
    readonly lastEventId?: string;
    readonly retry?: false;
    readonly request?: ClientRequest | ((attempt: {
        readonly number: number;
    }) => ClientRequest);
    readonly timeouts?: {
        readonly connect?: number;
        readonly idle?: number;
    };
    readonly cursor?: {
        load(): string | undefined;
        save(id: string): void;
    };
    readonly cursorIn?: {
        readonly query: string;
    };
    readonly ack?: 'delivery' | 'processed' | 'manual';
    readonly until?: (event: ParsedEvent) => boolean;
    readonly failOn?: (event: ParsedEvent) => Error | undefined;
}
export interface ClientSubject extends Supports {
    connect(url: string, options: ClientOptions): ClientConnection;
}

// fake-clock.d.ts
export declare class FakeClock {
    #private;
    constructor(start?: number);
    get pending(): number;
    now(): number;
    setTimeout(callback: () => void, milliseconds: number): number;
    clearTimeout(timer: unknown): void;
    jump(milliseconds: number): void;
    advance(milliseconds: number): Promise<void>;
    run<Result>(work: Promise<Result>): Promise<Result>;
}

// faulty-fetch.d.ts
import { type FaultyAnswer } from './faulty-answer.ts';
export type { FaultyAnswer } from './faulty-answer.ts';
export interface AnswerClock {
    now(): number;
    setTimeout(callback: () => void, milliseconds: number): unknown;
    clearTimeout(timer: unknown): void;
}
export interface FaultyRequest {
    readonly number: number;
    readonly url: string;
    readonly method: string;
    readonly headers: Headers;
    readonly lastEventId: string;
    readonly body: unknown;
    readonly state: 'pending' | 'streaming' | 'ended' | 'dropped' | 'cancelled';
    readonly bytesRead: number;
}
export interface FaultyFetch {
    (input: string | URL | Request, init?: RequestInit): Promise<Response>;
    readonly requests: readonly FaultyRequest[];
    readonly active: number;
}
export declare function faultyFetch(script: readonly FaultyAnswer[] | ((request: FaultyRequest) => FaultyAnswer), clock?: AnswerClock): FaultyFetch;

// faulty-answer.d.ts
export interface FaultyAnswer {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly delay?: number;
    readonly body?: string | Uint8Array | readonly TimedChunk[];
    readonly chunkBytes?: number;
    readonly faultAt?: number;
    readonly faultAfter?: number;
    readonly fault?: 'end' | 'drop' | 'stall' | 'refuse' | 'hang';
}
export interface TimedChunk {
    readonly at: number;
    readonly bytes: string | Uint8Array;
}
export declare function takesTime({ delay, faultAfter, body }: FaultyAnswer): boolean;
export declare function chunksOf(answer: FaultyAnswer): {
    readonly at: number;
    readonly bytes: Uint8Array;
}[];

// log-suite.d.ts
import type { LogSubject } from './log-subject.ts';
import type { Suite } from './suite.ts';
export declare const logSuite: Suite<LogSubject>;

// log-subject.d.ts
import type { Supports } from './suite.ts';
export interface LogMark {
    readonly position: string;
    readonly seq: number;
}
export interface LogEntryInit {
    readonly channel: string;
    readonly type?: string;
    readonly data: string;
    readonly meta?: Readonly<Record<string, string>>;
}
export interface LogEntry extends LogEntryInit, LogMark {
    readonly time: number;
}
export interface LogEntries {
    readonly kind: 'entries';
    readonly entries: readonly LogEntry[];
}
export interface LogPage extends LogEntries {
    readonly from: LogMark;
    readonly head: LogMark;
    readonly ended: boolean;
}
export interface LogGapVerdict {
    readonly kind: 'gap';
    readonly gap: {
        readonly kind: 'gap';
        readonly reason: string;
        readonly requested: string;
        readonly resumedAfter: string;
        readonly missed?: number;
    };
    readonly from: LogMark;
}
export type LogStart = {
    readonly after: string;
} | {
    readonly at: 'head';
} | {
    readonly at: 'floor';
};
export interface LogFollowing {
    readonly resume: {
        readonly kind: 'fresh' | 'complete';
        readonly from: LogMark;
    } | LogGapVerdict;
    readonly items: AsyncIterable<LogEntries | LogGapVerdict>;
}
export interface EventLogLike extends AsyncDisposable {
    append(entries: readonly LogEntryInit[], options?: {
        readonly idempotencyKey?: string;
    }): Promise<readonly string[]>;
    bounds(): Promise<{
        readonly floor: LogMark;
        readonly head: LogMark;
    }>;
    read(after: string, options: {
        readonly limit: number;
        readonly maxBytes: number;
        readonly signal: AbortSignal;
    }): Promise<LogPage | LogGapVerdict>;
    open(start: LogStart, options: {
        readonly signal: AbortSignal;
    }): Promise<LogFollowing>;
    end(): Promise<void>;
    readonly capabilities: {
        readonly maxEntryBytes: number;
        readonly atomicBatches: boolean;
    };
}
export interface LogStoreLike extends AsyncDisposable {
    open(name: string): EventLogLike;
    delete(name: string): Promise<void>;
}
export interface LogSubject extends Supports {
    open(options: {
        readonly maxEntries: number;
    }): Promise<EventLogLike>;
    later(position: string): string;
    beside(log: EventLogLike): Promise<EventLogLike>;
    openStore(): Promise<LogStoreLike>;
}

// record-fetch.d.ts
export type RecordedChunk = {
    readonly at: number;
    readonly text: string;
} | {
    readonly at: number;
    readonly base64: string;
};
export interface RecordedStream {
    readonly url: string;
    readonly method: string;
    readonly delay: number;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly chunks: readonly RecordedChunk[];
    readonly ended: 'end' | 'drop' | 'cancel' | 'open';
    readonly endedAt: number;
}
export interface RecordingFetch {
    (input: string | URL | Request, init?: RequestInit): Promise<Response>;
    readonly streams: readonly RecordedStream[];
}
export declare function recordFetch(fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>, clock?: {
    now(): number;
}): RecordingFetch;

// replayed.d.ts
import type { FaultyAnswer } from './faulty-answer.ts';
import type { RecordedStream } from './record-fetch.ts';
export declare function replayed({ delay, status, headers, chunks, ended, endedAt }: RecordedStream): FaultyAnswer;

// server-suite.d.ts
import type { ServerSubject } from './server-subject.ts';
import type { Suite } from './suite.ts';
export declare const serverSuite: Suite<ServerSubject>;

// server-subject.d.ts
import type { Supports } from './suite.ts';
export interface ReferenceServer {
    readonly url: string;
    close(): Promise<void>;
}
export interface ServerSubject extends Supports {
    start(): Promise<ReferenceServer>;
}

// reference-app.d.ts
interface OwnEvent {
    readonly type?: string;
    readonly data: string;
}
export interface ReferenceSession {
    readonly context: unknown;
    readonly gone: AbortSignal;
    send(event: OwnEvent): unknown;
    pipe(source: AsyncIterable<OwnEvent>, options?: {
        readonly done?: OwnEvent;
        readonly onError?: () => OwnEvent | undefined;
    }): Promise<void>;
    cut(): void;
    close(): Promise<void>;
}
export interface ReferenceHub {
    readonly sessions: number;
    channel(name: string): {
        publish(event: OwnEvent): Promise<string>;
    };
    subscribe(session: ReferenceSession, channels: readonly string[] | 'all', options: {
        readonly start: {
            readonly at: 'head' | 'floor';
        };
    }): Promise<unknown>;
    end(): Promise<void>;
}
export interface ReferenceParts<Log> {
    readonly Hub: new (options: {
        readonly log: Log;
    }) => ReferenceHub;
    readonly MemoryLog: new (options: {
        readonly maxEntries: number;
    }) => Log;
}
export type ReferenceOpen = (options?: {
    readonly methods?: readonly string[];
    readonly authorize?: (request: Request) => {
        readonly context: undefined;
    } | Response;
    readonly cors?: {
        readonly origins: readonly string[];
    };
}) => Promise<{
    readonly response: Response;
    readonly session?: ReferenceSession;
}>;
export type ReferenceHandler = (request: Request, open: ReferenceOpen) => Promise<Response>;
export declare function referenceApp<Log>({ Hub, MemoryLog }: ReferenceParts<Log>): ReferenceHandler;
export {};

// arbitraries.d.ts (door "./arbitraries")
export { byteStream, chunked, fieldStream, mutatedStream, type ChunkedStream } from './arbitrary-streams.ts';
export { anyEvent, hostileString, validEvent } from './arbitrary-events.ts';

// arbitrary-streams.d.ts
import * as fc from 'fast-check';
export declare function byteStream(): fc.Arbitrary<Uint8Array>;
export declare function fieldStream(): fc.Arbitrary<Uint8Array>;
export declare function mutatedStream(): fc.Arbitrary<Uint8Array>;
export interface ChunkedStream {
    readonly bytes: Uint8Array;
    readonly chunks: readonly Uint8Array[];
}
export declare function chunked(streams: fc.Arbitrary<Uint8Array>): fc.Arbitrary<ChunkedStream>;

// arbitrary-events.d.ts
import * as fc from 'fast-check';
import type { EventInit } from './canonical.ts';
export declare function hostileString(): fc.Arbitrary<string>;
export declare function validEvent(): fc.Arbitrary<EventInit>;
export declare function anyEvent(): fc.Arbitrary<unknown>;
