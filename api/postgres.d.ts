// index.d.ts (door ".")
export { PostgresLogs } from './postgres-logs.ts';
export type { PostgresLogsOptions } from './options.ts';
export type { PostgresLog } from './postgres-log.ts';
export type { OutboxLog } from './outbox.ts';
export { schemaSql } from './schema-sql.ts';
export type { PostgresClient, PostgresTransaction } from './detect.ts';
export { pgConnection, type PgClient, type PgPool } from './pg.ts';
export { postgresJsConnection, type PostgresJs } from './postgres-js.ts';
export type { NotificationListener, PostgresConnection, PostgresListening } from './connection.ts';

// postgres-logs.d.ts
import type { LogStore } from '@eventwire/server';
import { type PostgresLogsOptions } from './options.ts';
import { PostgresLog } from './postgres-log.ts';
export declare class PostgresLogs implements LogStore, AsyncDisposable {
    #private;
    constructor(options: PostgresLogsOptions);
    open(name: string): PostgresLog;
    delete(name: string): Promise<void>;
    migrate(): Promise<void>;
    check(): Promise<void>;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

// options.d.ts
import { type Clock } from '@eventwire/server';
import type { PostgresClient } from './detect.ts';
export interface PostgresLogsOptions {
    readonly client: PostgresClient;
    readonly schema?: string;
    readonly maxEntries?: number;
    readonly maxBytes?: number;
    readonly maxAge?: number;
    readonly maxEntryBytes?: number;
    readonly maxKeys?: number;
    readonly timeout?: number;
    readonly maxPendingBytes?: number;
    readonly checkInterval?: number;
    readonly onError?: (error: unknown) => void;
    readonly clock?: Pick<Clock, 'setTimeout' | 'clearTimeout' | 'turn'>;
}
export type ResolvedOptions = Required<Omit<PostgresLogsOptions, 'client'>>;
export declare function resolveOptions(options: PostgresLogsOptions): ResolvedOptions;
export declare function schemaName(name: string): string;

// detect.d.ts
import type { PostgresConnection } from './connection.ts';
import { type PgPool } from './pg.ts';
import { type PostgresJs } from './postgres-js.ts';
export type PostgresClient = PgPool | PostgresJs | PostgresConnection;
export type PostgresTransaction = {
    query(statement: string, values: string[]): PromiseLike<{
        readonly rows: readonly unknown[];
    }>;
} | {
    unsafe(statement: string, values: string[]): PromiseLike<readonly unknown[]>;
};
export declare function connectionOf(client: PostgresClient): PostgresConnection;
export declare function statementsOf(transaction: PostgresTransaction): (statement: string, values: string[]) => PromiseLike<readonly unknown[]>;

// connection.d.ts
export interface PostgresConnection {
    query(statement: string, values: readonly string[], signal: AbortSignal): Promise<readonly unknown[]>;
    listen(channel: string, listener: NotificationListener): Promise<PostgresListening>;
}
export interface NotificationListener {
    message(payload: string): void;
    ready(): void;
    lost(error: unknown): void;
}
export interface PostgresListening {
    close(): void;
}

// pg.d.ts
import type { PostgresConnection } from './connection.ts';
export interface PgPool {
    connect(): Promise<PgClient>;
    readonly options?: {
        readonly max?: number;
    };
}
export interface PgClient {
    query(text: string, values?: string[]): Promise<{
        readonly rows: readonly unknown[];
    }>;
    release(destroy?: boolean): void;
    on(event: 'notification', listener: (message: {
        readonly payload?: string | undefined;
    }) => void): unknown;
    on(event: 'error', listener: (error: Error) => void): unknown;
    on(event: 'end', listener: () => void): unknown;
    removeListener(event: 'error', listener: (error: Error) => void): unknown;
}
export declare function pgConnection(pool: PgPool): PostgresConnection;

// postgres-js.d.ts
import type { PostgresConnection } from './connection.ts';
export interface PostgresJs {
    unsafe(statement: string, values?: string[]): PostgresJsQuery;
    listen(channel: string, onNotify: (payload: string) => void, onListen?: () => void): PromiseLike<{
        unlisten(): Promise<unknown>;
    }>;
}
interface PostgresJsQuery extends PromiseLike<readonly unknown[]> {
    canceller?: ((query: PostgresJsQuery) => Promise<unknown>) | null;
}
export declare function postgresJsConnection(sql: PostgresJs): PostgresConnection;
export {};

// postgres-log.d.ts
import type { EntryInit, EventLog, GapVerdict, LogCapabilities, Mark, Page } from '@eventwire/server';
import type { Position, ReadOptions, Start } from '@eventwire/server';
import type { PostgresTransaction } from './detect.ts';
import { type OutboxLog } from './outbox.ts';
export declare class PostgresLog implements EventLog {
    #private;
    readonly name: string;
    readonly capabilities: LogCapabilities;
    append(inits: readonly EntryInit[], options?: {
        readonly idempotencyKey?: string;
    }): Promise<readonly Position[]>;
    within(transaction: PostgresTransaction): OutboxLog;
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

// outbox.d.ts
import { type EntryInit, type LogCapabilities, type Position } from '@eventwire/server';
import { type PostgresTransaction } from './detect.ts';
import type { ResolvedOptions } from './options.ts';
export interface OutboxLog {
    append(entries: readonly EntryInit[], options?: {
        readonly idempotencyKey?: string;
    }): Promise<readonly Position[]>;
}
interface OutboxParts {
    readonly name: string;
    readonly capabilities: LogCapabilities;
    readonly options: ResolvedOptions;
}
export declare class Outbox implements OutboxLog {
    #private;
    constructor(parts: OutboxParts, transaction: PostgresTransaction);
    append(inits: readonly EntryInit[], options?: {
        readonly idempotencyKey?: string;
    }): Promise<readonly Position[]>;
}
export {};

// schema-sql.d.ts
export declare function schemaSql(schema?: string): string;
