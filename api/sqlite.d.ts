// index.d.ts (door ".")
export { SqliteLogs } from './sqlite-logs.ts';
export type { SqliteLog } from './sqlite-log.ts';
export type { SqliteLogsOptions } from './options.ts';
export type { SqliteDatabase, SqliteStatement, SqliteValue } from './database.ts';

// sqlite-logs.d.ts
import { type LogStore } from '@eventwire/server';
import type { SqliteDatabase } from './database.ts';
import { type SqliteLogsOptions } from './options.ts';
import { SqliteLog } from './sqlite-log.ts';
export declare class SqliteLogs implements LogStore, AsyncDisposable {
    #private;
    constructor(database: SqliteDatabase, options?: SqliteLogsOptions);
    open(name: string): SqliteLog;
    delete(name: string): Promise<void>;
    renewEpochs(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}

// database.d.ts
export type SqliteValue = string | number | null;
export interface SqliteDatabase {
    exec(sql: string): unknown;
    prepare(sql: string): SqliteStatement;
}
export interface SqliteStatement {
    run(...values: SqliteValue[]): unknown;
    get(...values: SqliteValue[]): unknown;
    all(...values: SqliteValue[]): unknown[];
    finalize?(): unknown;
}

// options.d.ts
import { type Clock } from '@eventwire/server';
export interface SqliteLogsOptions {
    readonly maxEntries?: number;
    readonly maxBytes?: number;
    readonly maxAge?: number;
    readonly maxEntryBytes?: number;
    readonly maxKeys?: number;
    readonly busyTimeout?: number;
    readonly pollInterval?: number;
    readonly maxPendingBytes?: number;
    readonly clock?: Clock;
}
export interface ResolvedOptions extends Required<Omit<SqliteLogsOptions, 'maxAge'>> {
    readonly maxAge: number;
}
export declare function resolveOptions(options: SqliteLogsOptions): ResolvedOptions;

// sqlite-log.d.ts
import type { EntryInit, EventLog, GapVerdict, LogCapabilities, Mark, Page } from '@eventwire/server';
import type { Position, ReadOptions, Start } from '@eventwire/server';
export declare class SqliteLog implements EventLog {
    #private;
    readonly name: string;
    readonly capabilities: LogCapabilities;
    append(inits: readonly EntryInit[], options?: {
        readonly idempotencyKey?: string;
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
