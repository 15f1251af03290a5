// index.d.ts (door ".")
export { EventStreamParser } from './parser.ts';
export type { ParserOptions } from './options.ts';
export type { ServerSentEvent } from './event.ts';
export { EventStreamError, type EventStreamErrorCode } from './errors.ts';
export { parseEventStream } from './stream.ts';
export type { EventStreamSource } from './source.ts';
export { EventStreamDecoderStream } from './decoder-stream.ts';
export { detachEvent } from './detach.ts';

// parser.d.ts
import type { ServerSentEvent } from './event.ts';
import { type ParserOptions } from './options.ts';
export declare class EventStreamParser {
    #private;
    constructor(options?: ParserOptions);
    get lastEventId(): string;
    get reconnectionTime(): number | undefined;
    push(chunk: Uint8Array | string): ServerSentEvent[];
}
export declare function assertParser(parser: EventStreamParser): void;

// event.d.ts
export interface ServerSentEvent {
    readonly type: string;
    readonly data: string;
    readonly lastEventId: string;
}

// options.d.ts
export interface ParserOptions {
    lastEventId?: string | undefined;
    maxEventBytes?: number | undefined;
    onComment?: ((text: string) => void) | undefined;
}
export interface ResolvedOptions {
    readonly lastEventId: string;
    readonly maxEventBytes: number;
    readonly onComment: ((text: string) => void) | undefined;
}
export declare function resolveOptions(options: ParserOptions): ResolvedOptions;

// errors.d.ts
import type { ServerSentEvent } from './event.ts';
export type EventStreamErrorCode = 'event-too-large';
export declare class EventStreamError extends Error {
    readonly code: EventStreamErrorCode;
    readonly events: readonly ServerSentEvent[];
    constructor(code: EventStreamErrorCode, message: string, events: readonly ServerSentEvent[]);
}

// stream.d.ts
import type { ServerSentEvent } from './event.ts';
import { EventStreamParser } from './parser.ts';
import { type EventStreamSource } from './source.ts';
export declare function parseEventStream(source: EventStreamSource, parser?: EventStreamParser): AsyncIterableIterator<ServerSentEvent, undefined>;

// source.d.ts
export type EventStreamSource = Response | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>;
export interface ChunkReader {
    read(): Promise<IteratorResult<Uint8Array | string, unknown>>;
    release(): void;
    cancel(reason: unknown): Promise<unknown>;
}
export declare function openSource(source: EventStreamSource): ChunkReader;

// decoder-stream.d.ts
import type { ServerSentEvent } from './event.ts';
import { EventStreamParser } from './parser.ts';
export declare class EventStreamDecoderStream implements ReadableWritablePair<ServerSentEvent, Uint8Array | string> {
    readonly readable: ReadableStream<ServerSentEvent>;
    readonly writable: WritableStream<Uint8Array | string>;
    constructor(parser?: EventStreamParser);
}

// detach.d.ts
import type { ServerSentEvent } from './event.ts';
export declare function detachEvent({ type, data, lastEventId }: ServerSentEvent): ServerSentEvent;
export declare function detached(text: string): string;
