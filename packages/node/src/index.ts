export { openSession } from './open-session.ts'
export { serve, type EventServer, type ServeOptions } from './serve.ts'
export type { Handler, OpenSession } from './answer.ts'
export type { NodeHandle, NodeRequest, NodeResponse, NodeSocket } from './platform.ts'
