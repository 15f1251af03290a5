export { SqliteLogs } from './sqlite-logs.ts'
export type { SqliteLog } from './sqlite-log.ts'
export type { SqliteLogsOptions } from './options.ts'
export type { SqliteDatabase, SqliteStatement, SqliteValue } from './database.ts'
