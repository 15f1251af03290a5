// index.d.ts (door ".")
export { openSession } from './open-session.ts';
export { serve } from './serve.ts';
export type { EventServer, Handler, OpenSession, ServeOptions } from '@eventwire/server';
export type { NodeHandle, NodeRequest, NodeResponse, NodeSocket } from './platform.ts';

// open-session.d.ts
import { Session } from '@eventwire/server';
import type { DoorOptions, Opened } from '@eventwire/server';
import type { NodeRequest, NodeResponse } from './platform.ts';
export declare function openSession<C = undefined>(req: NodeRequest, res: NodeResponse, options?: DoorOptions<C>): Promise<Session<C> | undefined>;
export interface NodeOpened<C> extends Opened<C> {
    begin(): void;
}
export declare function open<C>(req: NodeRequest, res: NodeResponse, request: () => Request, options: DoorOptions<C>): Promise<NodeOpened<C>>;

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
    readonly writableLength: number;
    readonly _handle?: NodeHandle | null;
    setTimeout(milliseconds: number): unknown;
    setNoDelay(noDelay: boolean): unknown;
    setKeepAlive(enable: boolean): unknown;
    setMaxListeners(count: number): unknown;
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

// serve.d.ts
import { type EventServer, type Handler, type ServeOptions } from '@eventwire/server';
export declare function serve(handler: Handler, options?: ServeOptions): Promise<EventServer>;
