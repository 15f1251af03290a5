// index.d.ts (door ".")
export { openSession } from './open-session.ts';
export { serve, type EventServer, type ServeOptions } from './serve.ts';
export type { Handler, OpenSession } from './answer.ts';
export type { NodeHandle, NodeRequest, NodeResponse, NodeSocket } from './platform.ts';

// open-session.d.ts
import { Session } from '@eventwire/server';
import type { DoorOptions, Opened } from '@eventwire/server';
import type { NodeRequest, NodeResponse } from './platform.ts';
export declare function openSession<C = undefined>(req: NodeRequest, res: NodeResponse, options?: DoorOptions<C>): Promise<Session<C> | undefined>;
export declare function open<C>(req: NodeRequest, res: NodeResponse, request: () => Request, options: DoorOptions<C>): Promise<Opened<C>>;

// platform.d.ts
export interface NodeRequest extends AsyncIterable<unknown> {
    readonly method?: string | undefined;
    readonly url?: string | undefined;
    readonly httpVersionMajor: number;
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
    readonly _handle?: NodeHandle | null;
    setTimeout(milliseconds: number): unknown;
    setNoDelay(noDelay: boolean): unknown;
    setKeepAlive(enable: boolean): unknown;
    setMaxListeners(count: number): unknown;
    on(event: 'end' | 'close', listener: () => void): unknown;
    off(event: 'end' | 'close', listener: () => void): unknown;
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
    readonly socket?: unknown;
    writeHead(status: number, headers: Record<string, string | string[]>): unknown;
    flushHeaders?(): void;
    write(bytes: Uint8Array, callback?: () => void): boolean;
    end(): unknown;
    destroy(): unknown;
    on(event: 'drain' | 'close' | 'error', listener: () => void): unknown;
    once(event: 'socket', listener: (socket: {
        destroy(): unknown;
    }) => void): unknown;
}

// serve.d.ts
import { type DoorOptions } from '@eventwire/server';
import { type Handler } from './answer.ts';
export interface ServeOptions extends DoorOptions {
    readonly port?: number;
    readonly hostname?: string;
    readonly closeTimeout?: number;
    readonly onError?: (error: unknown) => void;
}
export interface EventServer extends AsyncDisposable {
    readonly url: string;
    readonly port: number;
    close(): Promise<void>;
}
export declare function serve(handler: Handler, options?: ServeOptions): Promise<EventServer>;

// answer.d.ts
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DoorOptions, Opened } from '@eventwire/server';
import type { Sessions } from './sessions.ts';
export type OpenSession = <C = undefined>(options?: DoorOptions<C>) => Promise<Opened<C>>;
export type Handler = (request: Request, open: OpenSession) => Response | Promise<Response>;
export interface Answering {
    readonly handler: Handler;
    readonly door: DoorOptions;
    readonly sessions: Sessions;
}
export declare function answer(req: IncomingMessage, res: ServerResponse, { handler, door, sessions }: Answering): Promise<void>;

// sessions.d.ts
import type { Session } from '@eventwire/server';
export declare class Sessions {
    #private;
    add(session: Session<unknown>): void;
    close(): Promise<void>;
}
