export { NatsLogs } from './nats-logs.ts'
export type { NatsLogsOptions } from './options.ts'
export type { NatsLog } from './nats-log.ts'
