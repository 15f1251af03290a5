// index.d.ts (door ".")
export { openSession } from './open-session.ts';
export { serve } from './serve.ts';
export type { EventServer, Handler, OpenSession, ServeOptions } from '@eventwire/server';
export type { NodeHandle, NodeRequest, NodeResponse, NodeSocket } from './platform.ts';

// open-session.d.ts
import { Session } from '@eventwire/server';
import type { DoorOptions } from '@eventwire/server';
import type { NodeRequest, NodeResponse } from './platform.ts';
import { ResponseLife } from './response-life.ts';
import { type SinkParts } from './response-sink.ts';
import { type OutgoingHeaders } from './send-response.ts';
export declare function openSession<C = undefined>(req: NodeRequest, res: NodeResponse, options?: DoorOptions<C>): Promise<Session<C> | undefined>;
export interface Begun<C> {
    readonly session: Session<C>;
    readonly headers: readonly (readonly [name: string, value: string])[];
    begin(status: number, headers: OutgoingHeaders): void;
}
export interface Incoming {
    readonly req: NodeRequest;
    readonly res: NodeResponse;
    readonly life: ResponseLife;
    request(): Request;
    readonly letGo?: SinkParts['letGo'];
}
export declare function open<C>(incoming: Incoming, options: DoorOptions<C>): Promise<Begun<C> | {
    readonly response: Response;
}>;

// platform.d.ts
export interface NodeRequest extends AsyncIterable<unknown> {
    readonly method?: string | undefined;
    readonly url?: string | undefined;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly readableFlowing: boolean | null;
    readonly socket: NodeSocket;
    resume(): unknown;
}
export interface NodeHandle {
    readonly writeQueueSize?: number;
    readonly _parent?: {
        readonly writeQueueSize?: number;
    } | null;
}
export interface NodeSocket {
    readonly encrypted?: boolean;
    readonly destroyed: boolean;
    readonly writableEnded: boolean;
    readonly writableFinished: boolean;
    readonly writableLength: number;
    readonly _handle?: NodeHandle | null;
    _writev?: unknown;
    setTimeout(milliseconds: number): unknown;
    setNoDelay(noDelay: boolean): unknown;
    setKeepAlive(enable: boolean): unknown;
    setMaxListeners(count: number): unknown;
    cork(): void;
    uncork(): void;
    write(bytes: Uint8Array, callback?: () => void): boolean;
    on(event: 'end' | 'close' | 'drain', listener: () => void): unknown;
    off(event: 'end' | 'close' | 'drain', listener: () => void): unknown;
}
export interface NodeResponse {
    readonly headersSent: boolean;
    readonly destroyed?: boolean;
    readonly stream?: {
        readonly destroyed: boolean;
        close(code: number): unknown;
    };
    readonly writableEnded: boolean;
    readonly writableFinished: boolean;
    readonly writableLength: number;
    readonly writableNeedDrain?: boolean;
    readonly writableCorked?: number;
    readonly chunkedEncoding?: boolean;
    hasHeader?(name: string): boolean;
    readonly socket?: unknown;
    writeHead(status: number, headers: Record<string, string | string[]>): unknown;
    flushHeaders?(): void;
    write(bytes: Uint8Array, callback?: () => void): boolean;
    flush?(): void;
    end(): unknown;
    destroy(): unknown;
    on(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
    once(event: 'socket', listener: (socket: {
        destroy(): unknown;
    }) => void): unknown;
}
export declare function queuedBytes(socket: NodeSocket): number;
export declare function writeQueueSize({ _handle: handle }: NodeSocket): number | undefined;

// response-life.d.ts
import type { NodeResponse, NodeSocket } from './platform.ts';
export declare class ResponseLife {
    #private;
    constructor({ socket }: {
        readonly socket: NodeSocket;
    }, response: NodeResponse);
    get isOver(): boolean;
    get signal(): AbortSignal;
    onOver(listener: () => void): void;
    forgetResponse(): void;
}

// response-sink.d.ts
import type { Socket } from 'node:net';
import type { Framing, Sink, SinkListener } from '@eventwire/server';
import type { NodeRequest, NodeResponse } from './platform.ts';
import type { ResponseLife } from './response-life.ts';
import type { OutgoingHeaders } from './send-response.ts';
export interface SinkParts {
    readonly request: NodeRequest;
    readonly response: NodeResponse;
    readonly life: ResponseLife;
    readonly letGo?: ((taken: (socket: Socket) => void) => void) | undefined;
}
export declare class ResponseSink implements Sink {
    #private;
    constructor(parts: SinkParts);
    get framing(): Framing | undefined;
    get bufferedBytes(): number;
    get progress(): number;
    begin(status: number, headers: OutgoingHeaders): void;
    attach(listener: SinkListener): void;
    write(bytes: Uint8Array): boolean;
    send(text: string): boolean;
    dedicate(): void;
    close(): void;
    abort(last?: Uint8Array): void;
}

// send-response.d.ts
import type { NodeRequest, NodeResponse } from './platform.ts';
import type { ResponseLife } from './response-life.ts';
export declare function sendResponse(response: Response, { method }: NodeRequest, res: NodeResponse, life: ResponseLife): Promise<void>;
export type OutgoingHeaders = Record<string, string | string[]>;
export declare function headersOf(headers: Headers): OutgoingHeaders;

// serve.d.ts
import { type EventServer, type Handler, type ServeOptions } from '@eventwire/server';
export declare function serve(handler: Handler, options?: ServeOptions): Promise<EventServer>;
