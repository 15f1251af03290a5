// index.d.ts (door ".")
export { NatsLogs } from './nats-logs.ts';
export type { NatsLogsOptions } from './options.ts';
export type { NatsLog } from './nats-log.ts';

// nats-logs.d.ts
import { type LogStore } from '@eventwire/server';
import { NatsLog } from './nats-log.ts';
import { type NatsLogsOptions } from './options.ts';
export declare class NatsLogs implements LogStore, AsyncDisposable {
    #private;
    constructor(options: NatsLogsOptions);
    open(name: string): NatsLog;
    delete(name: string): Promise<void>;
    check(): Promise<void>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

// nats-log.d.ts
import type { EntryInit, EventLog, GapVerdict, LogCapabilities, Mark, Page } from '@eventwire/server';
import type { Position, ReadOptions, Start } from '@eventwire/server';
export declare class NatsLog implements EventLog {
    #private;
    readonly capabilities: LogCapabilities;
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

// options.d.ts
import { type Clock } from '@eventwire/server';
import type { NatsConnection } from '@nats-io/nats-core';
export interface NatsLogsOptions {
    readonly connection: NatsConnection;
    readonly prefix?: string;
    readonly domain?: string;
    readonly storage?: 'file' | 'memory';
    readonly replicas?: number;
    readonly maxEntries?: number;
    readonly maxBytes?: number;
    readonly maxAge?: number;
    readonly maxEntryBytes?: number;
    readonly timeout?: number;
    readonly maxPendingBytes?: number;
    readonly checkInterval?: number;
    readonly keyTtl?: number;
    readonly maxKeys?: number;
    readonly onError?: (error: unknown) => void;
    readonly clock?: Pick<Clock, 'now' | 'setTimeout' | 'clearTimeout'>;
}
export type ResolvedOptions = Required<Omit<NatsLogsOptions, 'connection'>>;
export declare function resolveOptions(options: NatsLogsOptions): ResolvedOptions;
