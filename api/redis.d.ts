// index.d.ts (door ".")
export { RedisLogs } from './redis-logs.ts';
export type { RedisLogsOptions } from './options.ts';
export type { RedisLog } from './redis-log.ts';
export type { RedisClient } from './detect.ts';
export { ioredisConnection, type IoredisClient } from './ioredis.ts';
export { nodeRedisConnection, type NodeRedisClient } from './node-redis.ts';
export type { RedisConnection, RedisSubscriber, SubscriberListener } from './connection.ts';

// redis-logs.d.ts
import type { LogStore } from '@eventwire/server';
import { type RedisLogsOptions } from './options.ts';
import { RedisLog } from './redis-log.ts';
export declare class RedisLogs implements LogStore, AsyncDisposable {
    #private;
    constructor(options: RedisLogsOptions);
    open(name: string): RedisLog;
    delete(name: string): Promise<void>;
    check(): Promise<void>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

// options.d.ts
import { type Clock } from '@eventwire/server';
import type { RedisClient } from './detect.ts';
export interface RedisLogsOptions {
    readonly client: RedisClient;
    readonly prefix?: string;
    readonly maxEntries?: number;
    readonly maxAge?: number;
    readonly maxEntryBytes?: number;
    readonly timeout?: number;
    readonly maxPendingBytes?: number;
    readonly checkInterval?: number;
    readonly keyTtl?: number;
    readonly maxKeys?: number;
    readonly onError?: (error: unknown) => void;
    readonly clock?: Pick<Clock, 'setTimeout' | 'clearTimeout' | 'turn'>;
}
export type ResolvedOptions = Required<Omit<RedisLogsOptions, 'client'>>;
export declare function resolveOptions(options: RedisLogsOptions): ResolvedOptions;

// detect.d.ts
import type { RedisConnection } from './connection.ts';
import { type IoredisClient } from './ioredis.ts';
import { type NodeRedisClient } from './node-redis.ts';
export type RedisClient = IoredisClient | NodeRedisClient | RedisConnection;
export declare function connectionOf(client: RedisClient): RedisConnection;

// connection.d.ts
export interface RedisConnection {
    send(key: string, args: readonly string[], options: {
        readonly signal: AbortSignal;
    }): Promise<unknown>;
    subscriber(listener: SubscriberListener): RedisSubscriber;
    readonly resends: boolean;
}
export interface SubscriberListener {
    message(channel: string, text: string): void;
    ready(): void;
    failed(error: unknown): void;
}
export interface RedisSubscriber {
    add(channels: readonly string[]): Promise<void>;
    remove(channels: readonly string[]): Promise<void>;
    readonly isOver: boolean;
    close(): void;
}

// ioredis.d.ts
import type { RedisConnection } from './connection.ts';
export interface IoredisClient {
    readonly isCluster: boolean;
    call(command: string, args: string[]): Promise<unknown>;
    duplicate(...overrides: never[]): unknown;
}
export declare function ioredisConnection(client: IoredisClient): RedisConnection;

// node-redis.d.ts
import type { RedisConnection } from './connection.ts';
export interface NodeRedisClient {
    sendCommand(...args: never[]): Promise<unknown>;
    duplicate(...overrides: never[]): unknown;
    readonly isOpen: boolean;
}
export declare function nodeRedisConnection(client: NodeRedisClient): RedisConnection;

// redis-log.d.ts
import type { EntryInit, EventLog, GapVerdict, LogCapabilities, Mark, Page } from '@eventwire/server';
import type { Position, ReadOptions, Start } from '@eventwire/server';
export declare class RedisLog implements EventLog {
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
